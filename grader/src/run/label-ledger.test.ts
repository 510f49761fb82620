/** What the ledger believes, and what makes it stop believing. */

import { describe, expect, test } from "@jest/globals";
import type { LabEvent, TestEnd } from "@tinykv/lab-kit/events";
import { LabelLedger } from "./label-ledger.ts";

const first = "canary 1";
const last = "canary 2";

const start = (name: string): LabEvent => ({ type: "test-start", name });
const end = (name: string, status: TestEnd["status"], rest: Partial<TestEnd> = {}): LabEvent => ({
  type: "test-end",
  name,
  status,
  durationMs: 3,
  message: "",
  ...rest,
});
const whole = (name: string, status: TestEnd["status"]): LabEvent[] => [
  start(name),
  end(name, status),
];

function hearing(...events: readonly LabEvent[]): LabelLedger {
  const ledger = new LabelLedger(["a", "b"]);
  ledger.begin([first, last]);
  for (const event of events) ledger.hear(event);
  return ledger;
}

describe("a ledger believes", () => {
  test("a process in which each test ended once, between two canaries that failed", () => {
    const ledger = hearing(
      ...whole(first, "failed"),
      ...whole("a", "passed"),
      ...whole("b", "failed"),
      ...whole(last, "failed"),
      { type: "done" },
    );
    expect(ledger.distrust).toBeUndefined();
    expect(ledger.missing()).toEqual([]);
    expect(ledger.result("a")).toEqual({ status: "passed", message: "", durationMs: 3 });
  });

  test("what a process said before it died, and then another process about the rest", () => {
    const ledger = hearing(...whole(first, "failed"), ...whole("a", "passed"), start("b"));
    expect(ledger.running).toBe("b");
    expect(ledger.missing()).toEqual(["b"]);
    ledger.begin(["canary 3", "canary 4"]);
    for (const event of [...whole("canary 3", "failed"), ...whole("b", "passed")]) {
      ledger.hear(event);
    }
    expect(ledger.distrust).toBeUndefined();
    expect(ledger.missing()).toEqual([]);
  });

  test("the line that a failure points at", () => {
    const failure = end("a", "failed", { message: "wrong", file: "src/x.ts", line: 7 });
    const ledger = hearing(...whole(first, "failed"), start("a"), failure);
    expect(ledger.result("a")).toMatchObject({ message: "wrong", file: "src/x.ts", line: 7 });
  });
});

describe("a ledger believes nothing once", () => {
  const cases: [claim: string, events: LabEvent[]][] = [
    ["the first canary passes", whole(first, "passed")],
    ["a canary is reported as not written", whole(first, "not-written")],
    ["the last canary passes", [...whole(first, "failed"), ...whole(last, "passed")]],
    ["a test ends before the first canary", whole("a", "passed")],
    ["it is done without the last canary", [...whole(first, "failed"), { type: "done" }]],
    [
      "a test ends twice",
      [...whole(first, "failed"), ...whole("a", "failed"), ...whole("a", "passed")],
    ],
    ["a test ends that has not begun", [...whole(first, "failed"), end("a", "passed")]],
    ["a test begins inside another", [...whole(first, "failed"), start("a"), start("b")]],
    ["another test ends than began", [...whole(first, "failed"), start("a"), end("b", "passed")]],
    [
      "a test is reported that was not asked for",
      [...whole(first, "failed"), ...whole("c", "passed")],
    ],
    ["a canary is reported twice", [...whole(first, "failed"), ...whole(first, "failed")]],
  ];

  test.each(cases)("%s", (_claim, events) => {
    expect(hearing(...events).distrust).toEqual(expect.any(String));
  });

  test("and stays with its first reason", () => {
    const ledger = hearing(...whole("a", "passed"), ...whole("c", "passed"));
    expect(ledger.distrust).toBe("a test ended before the one that must fail");
  });
});

describe("a ledger knows", () => {
  test("what the process is doing", () => {
    const ledger = hearing();
    expect(ledger.activity).toBe("start-up");
    ledger.hear({ type: "load-start", lab: "x" });
    expect(ledger.activity).toBe("loading the lab");
    ledger.hear({ type: "load-end", lab: "x" });
    expect(ledger.activity).toBe("the time between two tests");
    ledger.hear(start(first));
    expect(ledger.activity).toBe("the test");
  });

  test("that a canary is no test that was asked for", () => {
    expect(hearing(start(first)).running).toBeUndefined();
  });

  test("why a lab could not be loaded", () => {
    const ledger = hearing({ type: "load-failed", status: "failed", message: "no", line: 3 });
    const result = { status: "failed", message: "no", line: 3, durationMs: 0 };
    expect(ledger.loadFailure).toEqual(result);
  });
});
