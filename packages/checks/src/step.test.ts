/** How a step's outcome is read: exit code and tally, whichever is worse. */

import { describe, expect, test } from "@jest/globals";
import { readTally, runStep } from "./step.ts";

const never = new AbortController().signal;

function node(script: string): Parameters<typeof runStep>[0] {
  return { name: "x", claim: "x", command: [process.execPath, "-e", script] };
}

describe("readTally()", () => {
  test("takes the last line of that form", () => {
    expect(readTally("1 passed, 2 failed\nmore\n  10 passed, 0 failed\n")).toEqual({
      passed: 10,
      failed: 0,
    });
  });

  test("finds none in a sentence that only mentions one", () => {
    expect(readTally("so 3 passed, 4 failed, they say\n")).toBeUndefined();
  });
});

describe("runStep()", () => {
  test("counts a command without tally as one check", async () => {
    const { passed, failed } = await runStep(node(""), ".", never);
    expect({ passed, failed }).toEqual({ passed: 1, failed: 0 });
  });

  test("counts a failing command without tally as one failure, and keeps its output", async () => {
    const result = await runStep(node("console.log('why'); process.exit(3)"), ".", never);
    expect(result).toMatchObject({ passed: 0, failed: 1, output: "why" });
  });

  test("believes a tally of failures although the command exits with 0", async () => {
    const { failed } = await runStep(node("console.log('5 passed, 2 failed')"), ".", never);
    expect(failed).toBe(2);
  });

  test("believes an exit code of failure although the tally has none", async () => {
    const script = "console.log('5 passed, 0 failed'); process.exit(1)";
    const { passed, failed } = await runStep(node(script), ".", never);
    expect({ passed, failed }).toEqual({ passed: 4, failed: 1 });
  });

  test("says why a command could not be started", async () => {
    const step = { name: "x", claim: "x", command: ["./no-such-command"] as [string] };
    const { failed, output } = await runStep(step, ".", never);
    expect(failed).toBe(1);
    expect(output).toContain("no-such-command");
  });

  test("ends a command when the run is given up", async () => {
    const controller = new AbortController();
    const running = runStep(node("setInterval(() => {}, 1000)"), ".", controller.signal);
    controller.abort();
    expect((await running).failed).toBe(1);
  });
});
