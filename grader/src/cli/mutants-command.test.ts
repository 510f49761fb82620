/** `mutants` as it is called: what it prints, what it selects, and its exit codes. */

import { describe, expect, test } from "@jest/globals";
import { courseFiles, WITHOUT_SOLUTION } from "../testing/fixture-course.ts";
import { memoryIo } from "../testing/memory-io.ts";
import { stubRunner, textOf } from "../testing/stub-runner.ts";
import { tempFolder } from "../testing/temp-folder.ts";
import { mutantsCommand } from "./mutants-command.ts";
import { execute } from "./run-command.ts";

const MUTANTS = `
lab: base
faults:
  1: two instead of one
mutants:
  - id: two
    title: it is two
    expect: killed
    fault: 1
    label: "1"
    caughtBy: [adds]
    file: src/one.ts
    edits: [{ find: return 1;, replace: return 2; }]
  - id: three
    title: it is three
    expect: killed
    fault: 1
    label: "1"
    caughtBy: [adds]
    file: src/one.ts
    edits: [{ find: return 1;, replace: return 3; }]
  - id: still-one
    title: it is still one
    expect: pass
    label: "1"
    file: src/one.ts
    edits: [{ find: return 1;, replace: return 3 - 2; }]
`;
const FILES = { "grader/mutants/base.yaml": MUTANTS };

/** Finds `two` only. */
const weak = stubRunner((_name, request) => {
  const isTwo = textOf(request, "base", "src/one.ts")?.includes("return 2;") === true;
  return isTwo ? { status: "failed", message: "got 2\n  1. add" } : { status: "passed" };
});

/** Runs `mutants` and collects what comes of it. */
async function mutants(args: readonly string[], files: Readonly<Record<string, string>> = FILES) {
  const io = memoryIo({ root: tempFolder({ ...courseFiles(), ...files }), run: weak.run });
  const code = await execute(mutantsCommand, args, io);
  return { code, out: io.stdout.text, err: io.stderr.text };
}

describe("mutants", () => {
  test("prints the kill matrix, what to do about survivors, and a tally", async () => {
    const { code, out, err } = await mutants([]);
    expect(code).toBe(1);
    expect(out).toMatch(/^mutant +fault +outcome/);
    expect(out).toMatch(/\ntwo +1 +killed +3 of 3 +adds; adds more; subtracts +adds/);
    expect(out).toMatch(/\nthree +1 +survived +0 of 3/);
    expect(out).toMatch(/\nstill-one +- +passes +0 of 3/);
    expect(out).toContain("three (it is three): no test of label 1 fails");
    expect(out.endsWith("\n2 passed, 1 failed\n")).toBe(true);
    expect(err).toContain("Mutants: 3 of 3");
  });

  test("--only selects by a part of the id, and shows the failure in full", async () => {
    const { code, out } = await mutants(["base", "--only", "tw"]);
    expect(code).toBe(0);
    expect(out).toContain("\nadds\n  got 2\n    1. add\n");
    expect(out.endsWith("\n1 passed, 0 failed\n")).toBe(true);
  });

  test("--json prints JSON and nothing else", async () => {
    const { code, out } = await mutants(["--json"]);
    expect(code).toBe(1);
    const verdicts = (JSON.parse(out) as { verdict: string }[]).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(["ok", "survived", "ok"]);
  });

  test.each([["top"], ["--only", "nothing"]])(
    "%s selects nothing: exit code 2",
    async (...args) => {
      const { code, err } = await mutants(args);
      expect(code).toBe(2);
      expect(err).toBe("mutants/none-selected: no mutant is selected; there are some of base\n");
    },
  );

  test("data that does not fit the solution is one sentence and exit code 2", async () => {
    const stale = MUTANTS.replace("find: return 1;", "find: return 7;");
    const { code, err } = await mutants([], { "grader/mutants/base.yaml": stale });
    expect(code).toBe(2);
    expect(err).toContain(
      "mutants/find: mutant two: the text of edit 1 is not in src/one.ts; take",
    );
  });

  test("data that is not valid names file and field, with exit code 3", async () => {
    const { code, err } = await mutants([], { "grader/mutants/base.yaml": "lab: base\n" });
    expect([code, err]).toEqual([3, expect.stringContaining("grader/mutants/base.yaml: mutants")]);
  });

  test("there is nothing to do in a student's copy", async () => {
    const files = Object.entries({ ...courseFiles(WITHOUT_SOLUTION) });
    const io = memoryIo({ root: tempFolder(Object.fromEntries(files)) });
    expect(await execute(mutantsCommand, [], io)).toBe(2);
    expect(io.stderr.text).toContain("course/no-solution");
  });
});
