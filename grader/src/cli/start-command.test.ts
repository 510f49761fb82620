/** `start`: the scoreboard and the next step. */

import { describe, expect, test } from "@jest/globals";
import { courseFiles, WITHOUT_SOLUTION } from "../testing/fixture-course.ts";
import { memoryIo } from "../testing/memory-io.ts";
import { type StubPlan, stubRunner } from "../testing/stub-runner.ts";
import { tempFolder } from "../testing/temp-folder.ts";
import { execute } from "./run-command.ts";
import { startCommand } from "./start-command.ts";

const GAP = `export function two(): number {
  // TODO(2AA) return two.
  todo("2AA", "two");
}
`;

async function start(plan: StubPlan, changes: Record<string, string | undefined> = {}) {
  const root = tempFolder(courseFiles({ "labs/base/src/deep/two.ts": GAP, ...changes }));
  const io = memoryIo({ root, run: stubRunner(plan).run });
  const code = await execute(startCommand, [], io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

const UNWRITTEN: StubPlan = () => ({ status: "not-written", message: "two is not written yet" });

describe("start", () => {
  test("shows the scoreboard, the next step and two other things, and ends well", async () => {
    const { code, stdout, stderr } = await start(UNWRITTEN);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Grading 1 submission: 5 tests \.\.\.\n/);
    expect(stdout.split("\n")).toEqual([
      "A course for tests",
      "",
      "working tree: 0 of 10 points",
      "  1  First steps  ░░░░░░░░░░░░░░░░░░░░  0 of 2   3 not written",
      "  2AA  On         ░░░░░░░░░░░░░░░░░░░░  0 of 2   1 not written",
      "  3A  Upwards     ░░░░░░░░░░░░░░░░░░░░  0 of 6   1 not written",
      "",
      "Next step: label 1, First steps",
      "  read  docs/labs/base.md",
      "  open  labs/base/src/one.ts",
      "  run   npm run lab -- test 1",
      "",
      "Two other things to try:",
      "  npm run grade -- --solution                             grade the reference solution",
      "  npm run server -- --solution --raft=false --path data   " +
        "run it for real, with its data in ./data",
      "",
    ]);
  });

  test("goes on to the first label that is not complete, at its first gap", async () => {
    const { stdout } = await start((name, request) =>
      request.label.label === "1" ? { status: "passed" } : UNWRITTEN(name, request),
    );
    expect(stdout).toContain("Next step: label 2AA, On\n");
    expect(stdout).toContain("  open  labs/base/src/deep/two.ts:2  (return two.)\n");
  });

  test("opens the line of a failure where no gap is left", async () => {
    const { stdout } = await start((_name, request) =>
      request.label.label === "3A"
        ? { status: "failed", message: "no", file: "labs/top/src/three.ts", line: 9 }
        : { status: "passed" },
    );
    expect(stdout).toContain("  open  labs/top/src/three.ts:9\n  run   npm run lab -- test 3A\n");
  });

  test("congratulates when nothing is left", async () => {
    const { stdout } = await start(() => ({ status: "passed" }));
    expect(stdout).toContain("Next step: every label is complete. Congratulations.\n");
    expect(stdout).toContain("  read  docs/labs/base.md#checkpoint, ");
  });

  test("does not offer a solution that a student's copy does not have", async () => {
    const { stdout } = await start(UNWRITTEN, WITHOUT_SOLUTION);
    expect(stdout).not.toContain("--solution");
    expect(stdout).toContain("npm run server -- --raft=false --path data");
  });
});
