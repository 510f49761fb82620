/** Tests of the words for how a run ended. */

import { describe, expect, test } from "@jest/globals";
import { describeVerdict, type FailureFacts, WorldFailure } from "./verdict.ts";

const facts: FailureFacts = {
  ...{ name: "one leader", reason: "n1 and n2 lead in term 4", seed: 17, step: 205, timeMs: 31.5 },
  lines: ["first line", "second line"],
};

describe("WorldFailure", () => {
  test("says what broke, how to have it again, and what happened before", () => {
    expect(new WorldFailure(facts).message.split("\n")).toEqual([
      "one leader: n1 and n2 lead in term 4",
      "  seed 17, step 205, at 31.500 ms",
      "  the last 2 lines of the trace:",
      "  first line",
      "  second line",
    ]);
  });

  test("says where the whole trace is, if it is anywhere", () => {
    const { message } = new WorldFailure({ ...facts, traceFile: "/tmp/trace.txt" });
    expect(message.split("\n").at(-1)).toBe("  the whole trace: /tmp/trace.txt");
  });

  test("shows the last twenty lines, and keeps all", () => {
    const lines = Array.from({ length: 50 }, (_, at) => `line ${at}`);
    const failure = new WorldFailure({ ...facts, lines });
    const shown = failure.message.split("\n").slice(2);
    expect(shown).toEqual([
      "  the last 20 lines of the trace:",
      ...lines.slice(30).map((line) => `  ${line}`),
    ]);
    expect(failure.facts.lines).toHaveLength(50);
  });

  test("says nothing of lines if none were kept", () => {
    const { message } = new WorldFailure({ ...facts, lines: [] });
    expect(message).toBe("one leader: n1 and n2 lead in term 4\n  seed 17, step 205, at 31.500 ms");
  });

  test("has what was thrown as its cause, and no cause otherwise", () => {
    const cause = new Error("thrown");
    expect(new WorldFailure({ ...facts, cause }).cause).toBe(cause);
    expect("cause" in new WorldFailure(facts)).toBe(false);
    expect(new WorldFailure(facts).name).toBe("WorldFailure");
  });

  for (const { name, reason, line } of [
    { name: "engine/io", reason: "engine/io: it failed", line: "engine/io: it failed" },
    { name: "raft/term", reason: "raft/term was=2 is=1", line: "raft/term was=2 is=1" },
    { name: "sim/running", reason: "sim/running", line: "sim/running" },
    { name: "sim/uncaught", reason: "no", line: "sim/uncaught: no" },
    { name: "raft/term", reason: "raft/terms differ", line: "raft/term: raft/terms differ" },
    { name: "terms", reason: "terms differ", line: "terms: terms differ" },
  ]) {
    test(`names ${name} once in "${line}"`, () => {
      const { message } = new WorldFailure({ ...facts, name, reason });
      expect(message.split("\n")[0]).toBe(line);
    });
  }
});

describe("describeVerdict()", () => {
  const place = { steps: 12, timeMs: 3.25 };
  const waits = [
    { owner: "n1", reason: "a vote", sinceMs: 1 },
    { owner: "client", reason: "an answer", sinceMs: 2.5 },
  ];

  test("says when a run was done", () => {
    const text = "done after 12 steps, at 3.250 ms";
    expect(describeVerdict({ kind: "done", ...place })).toBe(text);
  });

  test("says which budget ran out, and who waited by then", () => {
    const verdict = { kind: "unknown", budget: "eventsMax", ...place, waits } as const;
    expect(describeVerdict(verdict).split("\n")).toEqual([
      "the budget eventsMax ran out after 12 steps, at 3.250 ms",
      "  n1 waits for a vote, since 1.000 ms",
      "  client waits for an answer, since 2.500 ms",
    ]);
  });

  test("says who waits in a deadlock", () => {
    const verdict = { kind: "deadlock", ...place, waits } as const;
    expect(describeVerdict(verdict).split("\n")).toEqual([
      "nothing can happen any more after 12 steps, at 3.250 ms",
      "  n1 waits for a vote, since 1.000 ms",
      "  client waits for an answer, since 2.500 ms",
    ]);
  });

  test("says so if nobody is known to wait", () => {
    const verdict = { kind: "deadlock", ...place, waits: [] } as const;
    expect(describeVerdict(verdict)).toMatch(/\nnobody has said what they wait for$/);
  });
});
