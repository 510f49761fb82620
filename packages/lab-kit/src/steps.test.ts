/** What a failure shows of the steps before it. */

import { expect, test } from "@jest/globals";
import { StepLog } from "./steps.ts";

const verdict = { mark: "failed here", details: ["expected value [42]", "but got  value [44]"] };

test("the failing step is marked, with the details below it", () => {
  const steps = new StepLog();
  steps.begin("RawPut default [99] → [42]")(false);
  steps.begin("RawGet default [99]")(true);
  expect(steps.report(verdict).split("\n")).toEqual([
    "1. RawPut default [99] → [42]",
    "2. RawGet default [99]          ← failed here",
    "   expected value [42]",
    "   but got  value [44]",
  ]);
});

test("of a step inside a step, the inner one is marked", () => {
  const steps = new StepLog();
  const outer = steps.begin("outer");
  steps.begin("inner")(true);
  outer(true);
  expect(steps.report(verdict).split("\n")[1]).toBe("2. inner   ← failed here");
});

test("a step that has not ended is the one that waits", () => {
  const steps = new StepLog();
  steps.begin("first")(false);
  steps.begin("second");
  expect(steps.waiting()).toBe('step 2, "second"');
  expect(steps.report({ ...verdict, mark: "still waiting" })).toContain("second   ← still waiting");
});

test("without a step to mark the details come last", () => {
  const steps = new StepLog();
  steps.begin("only")(false);
  expect(steps.waiting()).toBeUndefined();
  expect(steps.report({ mark: "x", details: ["wrong"] })).toBe("1. only\n   wrong");
});

test("of very many steps the last ones are shown, with their numbers", () => {
  const steps = new StepLog();
  for (let count = 1; count <= 1000; count += 1) steps.begin(`step ${count}`)(count === 1000);
  const lines = steps.report(verdict).split("\n");
  expect(lines[0]).toBe("(900 earlier steps)");
  expect(lines[1]).toBe("901. step 901");
  expect(lines[100]).toContain("1000. step 1000");
});

test("of long steps fewer are shown, and each is cut", () => {
  const steps = new StepLog();
  for (let count = 1; count <= 50; count += 1) steps.begin("x".repeat(1000))(count === 50);
  const text = steps.report(verdict);
  expect(text).toMatch(/^\(26 earlier steps\)\n27\. x{200}…\n/);
  expect(text).toMatch(/50\. x{200}… ← failed here\n {3}expected value \[42\]\n/);
});

test("whoever wants to know is told each step as it begins", () => {
  const told: string[] = [];
  const steps = new StepLog((step) => void told.push(step));
  steps.begin("first");
  steps.begin("second")(true);
  expect(told).toEqual(['step 1, "first"', 'step 2, "second"']);
});
