/** Progress of `grade` without a terminal. */

import { describe, expect, test } from "@jest/globals";
import { makeReport, makeTest } from "../testing/make-report.ts";
import { MemoryOutput } from "../testing/memory-io.ts";
import { gradeProgress } from "./grade-progress.ts";

const [lab] = makeReport([makeTest({ durationMs: 1500 })]).labs;
const report = lab?.labels[0] ?? { label: "1", score: 0, max: 0, tests: [] };
const about = { submission: "ali\u001b[2Jce", label: "1" };

describe("gradeProgress", () => {
  test("writes a plain line per label where there is no terminal", () => {
    const output = new MemoryOutput(false);
    const progress = gradeProgress(output, { submissions: 2, testsEach: 1 });
    progress.onEvent({ ...about, type: "label-start", lab: "base", tests: 1 });
    progress.onEvent({ ...about, type: "test-end", test: makeTest() });
    progress.onEvent({ ...about, type: "console", name: "adds", text: "printed" });
    progress.onEvent({ ...about, type: "label-end", lab: "base", report });
    progress.stop();
    expect(output.text).toBe(
      "Grading 2 submissions: 1 test each ...\nalice: base 1: 0 of 1 (1.5 s)\n",
    );
  });

  test("draws a bar on a terminal, and takes it away again", () => {
    const output = new MemoryOutput(true);
    const progress = gradeProgress(output, { submissions: 1, testsEach: 2 });
    progress.onEvent({ ...about, type: "label-start", lab: "base", tests: 2 });
    progress.onEvent({ ...about, type: "test-end", test: makeTest() });
    progress.onEvent({ ...about, type: "test-end", test: makeTest() });
    progress.onEvent({ ...about, type: "label-end", lab: "base", report });
    progress.stop();
    expect(output.text).toContain("0/2 tests");
    // Neither the student's escape sequence nor a line that would stay.
    expect(output.text).not.toContain("ali\u001b[2Jce");
    expect(output.text).not.toContain("0 of 1");
  });
});
