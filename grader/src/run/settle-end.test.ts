/** Which tests are lost with a process, which are given up, and what they are told. */

import { describe, expect, test } from "@jest/globals";
import type { LabEvent } from "@tinykv/lab-kit/events";
import { LabelLedger } from "./label-ledger.ts";
import { settleEnd } from "./settle-end.ts";
import type { ProcessEnd } from "./supervise.ts";

const limits = { testSeconds: 10, labelSeconds: 60, memoryMiB: 768 };
const silent: ProcessEnd = { kind: "silent" };
const exit = (exitCode: number | undefined, output = ""): ProcessEnd => ({
  kind: "exit",
  how: exitCode === undefined ? "it was ended by SIGSEGV" : `it ended with exit code ${exitCode}`,
  exitCode,
  output,
});

const load: LabEvent[] = [
  { type: "load-start", lab: "x" },
  { type: "load-end", lab: "x" },
];
const starts = (name: string): LabEvent => ({ type: "test-start", name });
const ends = (name: string, status: "passed" | "failed"): LabEvent => ({
  type: "test-end",
  name,
  status,
  durationMs: 1,
  message: "",
});

/** A ledger for tests a, b and c that has heard this, after its first canary. */
function ledgerAfter(...events: readonly LabEvent[]): LabelLedger {
  const ledger = new LabelLedger(["a", "b", "c"]);
  ledger.begin(["first", "last"]);
  for (const event of [...load, starts("first"), ends("first", "failed"), ...events]) {
    ledger.hear(event);
  }
  return ledger;
}

const statuses = (ledger: LabelLedger): unknown[] =>
  ["a", "b", "c"].map((name) => ledger.result(name)?.status);

describe("settleEnd()", () => {
  test("loses the test that was running, and leaves the rest to another process", () => {
    const ledger = ledgerAfter(starts("a"), ends("a", "passed"), starts("b"));
    expect(settleEnd(ledger, { end: silent, limits, isLastLoss: false })).toBe(true);
    expect(statuses(ledger)).toEqual(["passed", "timeout", undefined]);
    expect(ledger.result("b")?.message).toMatch(/^the test did not end within 10 s/);
  });

  test("says which step began last in the lost test, and in no other", () => {
    const step = (name: string): LabEvent => ({ type: "step", step: name });
    const ledger = ledgerAfter(
      ...[starts("a"), step('step 9, "Z"'), ends("a", "passed")],
      ...[starts("b"), step('step 1, "X"'), step('step 2, "Y"')],
    );
    settleEnd(ledger, { end: silent, limits, isLastLoss: true });
    expect(ledger.result("b")?.message.split("\n")).toEqual([
      expect.stringMatching(/^the test did not end within 10 s/),
      'The last step that began was step 2, "Y".',
    ]);
    expect(ledger.result("c")?.message).not.toContain("step");
  });

  test("gives up the rest at the last loss it may have", () => {
    const ledger = ledgerAfter(starts("a"));
    settleEnd(ledger, { end: { kind: "memory" }, limits, isLastLoss: true });
    expect(statuses(ledger)).toEqual(["crashed", "crashed", "crashed"]);
    expect(ledger.result("a")?.message).toBe("out of memory: the test took more than 768 MiB");
    expect(ledger.result("c")?.message).toMatch(/^not run: out of memory/);
  });

  test("gives up the rest when the label's time is over", () => {
    const ledger = ledgerAfter(starts("a"));
    settleEnd(ledger, { end: { kind: "label-time" }, limits, isLastLoss: false });
    expect(statuses(ledger)).toEqual(["timeout", "timeout", "timeout"]);
    expect(ledger.result("c")?.message).toContain("not run: the label's 60 s were over");
  });

  test("between two tests loses the next one", () => {
    const ledger = ledgerAfter(starts("a"), ends("a", "failed"));
    settleEnd(ledger, { end: silent, limits, isLastLoss: false });
    expect(statuses(ledger)).toEqual(["failed", "timeout", undefined]);
  });

  test("before the first test loses all, and says why at each", () => {
    const ledger = new LabelLedger(["a", "b", "c"]);
    ledger.begin(["first", "last"]);
    ledger.hear({ type: "load-start", lab: "x" });
    settleEnd(ledger, { end: silent, limits, isLastLoss: false });
    expect(statuses(ledger)).toEqual(["timeout", "timeout", "timeout"]);
    expect(ledger.result("c")?.message).toMatch(/^loading the lab did not end within 10 s/);
  });

  test("gives every test the reason why the lab cannot be loaded", () => {
    const ledger = new LabelLedger(["a", "b", "c"]);
    ledger.hear({ type: "load-failed", status: "failed", message: "no such file" });
    expect(settleEnd(ledger, { end: exit(1), limits, isLastLoss: false })).toBe(false);
    expect(ledger.result("b")).toMatchObject({ status: "failed", message: "no such file" });
  });

  test("says that a test is nowhere, if jest came to its end without it", () => {
    const ledger = ledgerAfter(starts("a"), ends("a", "passed"));
    expect(settleEnd(ledger, { end: exit(1), limits, isLastLoss: false })).toBe(false);
    expect(statuses(ledger)).toEqual(["passed", "crashed", "crashed"]);
    expect(ledger.result("c")?.message).toContain("no test of this title");
  });

  test("has nothing to do when nothing is missing", () => {
    const done = ["a", "b", "c"].flatMap((name) => [starts(name), ends(name, "passed")]);
    const ledger = ledgerAfter(...done);
    expect(settleEnd(ledger, { end: { kind: "done" }, limits, isLastLoss: false })).toBe(false);
    expect(statuses(ledger)).toEqual(["passed", "passed", "passed"]);
  });
});

describe("a crash is described", () => {
  const messageOf = (end: ProcessEnd): string => {
    const ledger = ledgerAfter(starts("a"));
    settleEnd(ledger, { end, limits, isLastLoss: false });
    return ledger.result("a")?.message ?? "";
  };

  test("by its signal and by what was printed last", () => {
    expect(messageOf(exit(undefined, "last words\n"))).toBe(
      "the process died during the test: it was ended by SIGSEGV\nlast words",
    );
  });

  test("as a lack of memory, if that is what Node said", () => {
    const output =
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";
    expect(messageOf(exit(134, output))).toMatch(/^out of memory: the test filled the heap/);
  });

  test("without more output than fits", () => {
    expect(messageOf(exit(7, "x".repeat(100_000))).length).toBeLessThan(3000);
  });
});
