/** Tests of faults in words: each kind in one line, a schedule in one line per step. */

import { describe, expect, test } from "@jest/globals";
import { describeFault, describeSchedule, type Fault } from "./fault.ts";

const lines: readonly { readonly fault: Fault; readonly line: string }[] = [
  {
    fault: { do: "partition", groups: [["n1", "n2"], ["n3"]] },
    line: "partition n1,n2 | n3",
  },
  { fault: { do: "cut", from: "n1", to: "n2" }, line: "cut n1 > n2" },
  { fault: { do: "cut", from: "n1", to: "n2", both: false }, line: "cut n1 > n2" },
  { fault: { do: "cut", from: "n1", to: "n2", both: true }, line: "cut n1 <> n2" },
  { fault: { do: "heal" }, line: "heal all partitions and cuts" },
  { fault: { do: "links", loss: 0.2 }, line: "links * > * loss 0.2" },
  {
    fault: { do: "links", from: "n1", delayMs: [1, 80], duplicate: 0, reorder: 1 },
    line: "links n1 > * delayMs 1..80, duplicate 0, reorder 1",
  },
  { fault: { do: "links", to: "n2", delayMs: [0.5, 0.5] }, line: "links * > n2 delayMs 0.5..0.5" },
  { fault: { do: "mend-links" }, line: "links as in the beginning" },
  { fault: { do: "crash", node: "n1" }, line: "crash n1" },
  { fault: { do: "start", node: "n1" }, line: "start n1" },
  { fault: { do: "pause", node: "n1" }, line: "pause n1" },
  { fault: { do: "resume", node: "n1" }, line: "resume n1" },
  { fault: { do: "clock", node: "n1", rate: 0.5 }, line: "clock of n1 rate 0.5" },
  {
    fault: { do: "clock", node: "n2", skewMs: -7, rate: 1 },
    line: "clock of n2 skewMs -7, rate 1",
  },
  {
    fault: { do: "disk", node: "n3", writeMs: [1, 2], isFull: true, failRate: 0.1, failNext: 2 },
    line: "disk of n3 writeMs 1..2, isFull true, failRate 0.1, failNext 2",
  },
  { fault: { do: "ask", what: "lead", node: "n1" }, line: "ask n1: lead" },
];

describe("describeFault()", () => {
  for (const { fault, line } of lines) {
    test(`says "${line}" of ${JSON.stringify(fault)}`, () => {
      expect(describeFault(fault)).toBe(line);
    });
  }

  test("leaves the moment of a step out", () => {
    const step = { at: 12, do: "disk", node: "n1", failNext: 1 } as const;
    expect(describeFault(step)).toBe("disk of n1 failNext 1");
  });
});

describe("describeSchedule()", () => {
  test("has one line per step, with the times below each other", () => {
    const text = describeSchedule([
      { at: 5, do: "crash", node: "n1" },
      { at: 1200.4, do: "start", node: "n1" },
      { at: 60_000, do: "heal" },
    ]);
    expect(text.split("\n")).toEqual([
      "       5 ms  crash n1",
      "    1200 ms  start n1",
      "   60000 ms  heal all partitions and cuts",
    ]);
  });

  test("says so if nothing goes wrong", () => {
    expect(describeSchedule([])).toBe("      no faults");
  });
});
