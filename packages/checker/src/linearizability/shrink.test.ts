/** What is left of an illegal history is illegal, and as small as it gets. */

import { describe, expect, test } from "@jest/globals";
import type { RegisterOperation } from "../../test/register-history.ts";
import { claims, lostWrite, nameOf, read, write } from "../../test/register-history.ts";
import { registerModel } from "../models/register.ts";
import { search } from "./search.ts";
import type { Shrunk } from "./shrink.ts";
import { shrink, verdictWithin } from "./shrink.ts";

type Names = Record<keyof Shrunk<never, never>, readonly string[]>;

function shrinkOf(operations: readonly RegisterOperation[], left = 10_000): Names {
  const { cut, core, loose } = shrink(registerModel, claims(...operations), { left });
  const names = (of: typeof cut): readonly string[] => of.map(({ operation }) => nameOf(operation));
  return { cut: names(cut), core: names(core), loose: names(loose) };
}

const stale = [write(1, [0, 5], 1), write(1, [6, 10], 2), read(2, [12, 15], 1)];

describe("shrink()", () => {
  test("cuts off what came after the first time at which no order was left", () => {
    const later = [write(1, [16, 18], 3), read(2, [20, 21], 8)];
    expect(shrinkOf([...stale, ...later]).cut).toEqual(["write(1)", "write(2)", "read() -> 1"]);
  });

  test("leaves out reads that prove nothing", () => {
    const more = [read(3, [1, 8], 1), read(4, [11, 14], 2)];
    expect(shrinkOf([...stale, ...more]).core).toEqual(["write(1)", "write(2)", "read() -> 1"]);
  });

  test("never leaves out the write that a read of the core saw", () => {
    const found = shrinkOf([write(1, [0, 5], 1), read(2, [6, 7], 1), read(2, [8, 9], null)]);
    expect(found.core).toEqual(["read() -> 1", "read() -> null"]);
    expect(found.loose).toEqual(["write(1)"]);
  });

  test("keeps a single answer that no write explains, and nothing else", () => {
    const found = shrinkOf([write(1, [0, 5], 1), write(1, [6, 7], 2), read(2, [8, 9], 7)]);
    expect(found).toMatchObject({ core: ["read() -> 7"], loose: [] });
  });

  test("keeps a write of unknown outcome in the core if its call matters", () => {
    const early = [read(2, [1, 2], 5), lostWrite(1, 2.5, 5), read(2, [0.1, 0.2], null)];
    expect(shrinkOf(early).core).toEqual(["read() -> 5"]);
    const late = [lostWrite(1, 3, 5), read(2, [0, 2], 5), read(2, [4, 5], 5)];
    expect(shrinkOf(late).cut).toEqual(["read() -> 5"]);
  });

  test("without a budget gives back what it was given", () => {
    const found = shrinkOf([...stale, read(3, [1, 8], 1)], 0);
    expect(found.core).toHaveLength(4);
  });

  test("what is left is illegal", () => {
    const history = claims(...stale, read(3, [1, 8], 1), write(4, [7, 20], 9));
    const { core, loose } = shrink(registerModel, history, { left: 10_000 });
    expect(search(registerModel, [...loose, ...core], 10_000).verdict).toBe("illegal");
  });
});

describe("verdictWithin()", () => {
  test("spends at most half of the budget, and what it spends is gone", () => {
    const budget = { left: 4 };
    expect(verdictWithin(registerModel, claims(...stale), budget)).toBe("unknown");
    expect(budget.left).toBe(2);
  });
});
