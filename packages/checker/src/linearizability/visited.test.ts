/** A place is visited once, and one with fewer loose operations covers others. */

import { describe, expect, test } from "@jest/globals";
import { Visited } from "./visited.ts";

describe("Visited", () => {
  test("knows a place again", () => {
    const visited = new Visited();
    expect(visited.add("p", "s", 0b01n)).toBe(true);
    expect(visited.add("p", "s", 0b01n)).toBe(false);
  });

  test("tells placed operations and states apart", () => {
    const visited = new Visited();
    visited.add("p", "s", 0n);
    expect([visited.add("q", "s", 0n), visited.add("p", "t", 0n)]).toEqual([true, true]);
  });

  test("a place with more loose operations used up is not worth a visit", () => {
    const visited = new Visited();
    visited.add("p", "s", 0b001n);
    expect(visited.add("p", "s", 0b101n)).toBe(false);
    expect(visited.add("p", "s", 0b110n)).toBe(true);
  });

  test("a place with fewer used up replaces those with more", () => {
    const visited = new Visited();
    visited.add("p", "s", 0b011n);
    visited.add("p", "s", 0b101n);
    expect(visited.add("p", "s", 0b001n)).toBe(true);
    expect(visited.add("p", "s", 0b011n)).toBe(false);
  });
});
