/** Timelines keep the order of calls and returns, in columns. */

import { describe, expect, test } from "@jest/globals";
import { lostWrite, read, write } from "../../test/register-history.ts";
import { registerModel } from "../models/register.ts";
import { renderTimeline } from "./render-timeline.ts";

describe("renderTimeline()", () => {
  test("aligns clients, operations, bars and times", () => {
    const culprit = read(20, [90, 1000], 1);
    const core = [write(1, [0, 5], 1), write(1, [6, 100], 2), culprit];
    expect(renderTimeline(registerModel, { core, loose: [], culprit })).toEqual([
      "  client 1   write(1)     |==|              0..5",
      "  client 1   write(2)           |=====|     6..100",
      "> client 20  read() -> 1           |=====|  90..1000",
    ]);
  });

  test("draws no bar for what may be anywhere, and an open one for an unknown end", () => {
    const culprit = read(2, [4, 6], 1);
    const core = [lostWrite(1, 2, 1), culprit];
    const loose = [write(3, [0, 1], 1)];
    expect(renderTimeline(registerModel, { core, loose, culprit })).toEqual([
      "~ client 3  write(1)                 0..1",
      "  client 1  write(1)     |========|  2..",
      "> client 2  read() -> 1     |==|     4..6",
    ]);
  });

  test("draws an operation that took no time as one stroke", () => {
    const culprit = read(2, [4, 4], 1);
    expect(renderTimeline(registerModel, { core: [culprit], loose: [], culprit })).toEqual([
      "> client 2  read() -> 1  |  4..4",
    ]);
  });

  test("shows the end of a long story, narrower, and says what it leaves out", () => {
    const core = [...Array(40).keys()].map((at) => write(1, [2 * at, 2 * at + 1], at));
    const culprit = read(2, [100, 101], 1);
    const lines = renderTimeline(registerModel, { core: [...core, culprit], loose: [], culprit });
    expect(lines).toHaveLength(13);
    expect(lines[0]).toBe("  29 earlier operations are not shown.");
    expect(lines.at(-1)).toMatch(/^> client 2 {2}read\(\) -> 1 .*100\.\.101$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test("shortens a long label", () => {
    const culprit = read(2, [4, 4], "x".repeat(100));
    const [line] = renderTimeline(registerModel, { core: [culprit], loose: [], culprit });
    expect(line).toMatch(/^> client 2 {2}read\(\) -> "x{24}… {2}\| {2}4\.\.4$/);
  });
});
