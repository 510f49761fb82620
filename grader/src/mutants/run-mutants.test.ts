/** Running mutants: what is graded, that data is checked first, and what the verdicts rest on. */

import { describe, expect, test } from "@jest/globals";
import { fixtureCourse, WITHOUT_SOLUTION } from "../testing/fixture-course.ts";
import { stubRunner, textOf } from "../testing/stub-runner.ts";
import type { Mutant } from "./mutants-config.ts";
import { runMutants } from "./run-mutants.ts";

/** The solution's function returns 2 instead of 1. */
const TWO: Mutant = {
  ...{ id: "two", title: "it is two", expect: "killed", fault: 1, label: "1", lab: "base" },
  ...{
    caughtBy: ["adds"],
    file: "src/one.ts",
    edits: [{ find: "return 1;", replace: "return 2;" }],
  },
};
const STILL_ONE: Mutant = {
  ...{ id: "still-one", title: "it is still one", expect: "pass", label: "1", lab: "base" },
  ...{ file: "src/one.ts", edits: [{ find: "return 1;", replace: "return 3 - 2;" }] },
};

/** Fails the tests of label 1 if the function returns 2. */
const { run, requests } = stubRunner((_name, request) => ({
  status: textOf(request, "base", "src/one.ts")?.includes("return 2;") ? "failed" : "passed",
  message: "not one",
}));

describe("runMutants()", () => {
  test("judges each mutant by the tests of its label, in order", async () => {
    const judgements = await runMutants(fixtureCourse(), [TWO, STILL_ONE], {
      jobs: 2,
      seed: 7,
      run,
    });
    expect(judgements.map(({ mutant, verdict, tests }) => [mutant.id, verdict, tests])).toEqual([
      ["two", "ok", 3],
      ["still-one", "ok", 3],
    ]);
    expect(requests.map(({ label, seed }) => [label.label, seed])).toEqual([
      ["1", 7],
      ["1", 7],
    ]);
  });

  test("if asked, runs only the tests named for a mutant, and all for a right one", async () => {
    const options = { jobs: 1, seed: 1, run, namedOnly: true };
    const judgements = await runMutants(fixtureCourse(), [TWO, STILL_ONE], options);
    expect(judgements.map(({ verdict, tests }) => [verdict, tests])).toEqual([
      ["ok", 2],
      ["ok", 3],
    ]);
  });

  test("everything else is the solution, as it is", async () => {
    const { run: pass, requests: seen } = stubRunner();
    await runMutants(fixtureCourse(), [TWO], { jobs: 1, seed: 1, run: pass });
    const [request] = seen;
    if (request === undefined) throw new Error("nothing was run");
    expect(textOf(request, "base", "src/one.ts")).toContain("  return 2;");
    expect(textOf(request, "base", "src/deep/two.ts")).toContain("  // solution\n  return 1;");
  });

  test("a lab on top of others gets the solution of those, too", async () => {
    const { run: pass, requests: seen } = stubRunner();
    const mutant = { ...TWO, lab: "top", label: "3A", file: "src/three.ts" };
    await runMutants(fixtureCourse(), [mutant], { jobs: 1, seed: 1, run: pass });
    const [request] = seen;
    if (request === undefined) throw new Error("nothing was run");
    expect(textOf(request, "base", "src/one.ts")).toContain("  // solution\n  return 1;");
    expect(textOf(request, "top", "src/three.ts")).toContain("  return 2;");
  });

  test("says which mutant is done", async () => {
    const done: string[] = [];
    const onDone = ({ name }: { name: string }) => done.push(name);
    await runMutants(fixtureCourse(), [TWO, STILL_ONE], { jobs: 1, seed: 1, run, onDone });
    expect(done).toEqual(["two", "still-one"]);
  });

  test.each<[string, Mutant, string]>([
    [
      "a text that is not there",
      { ...TWO, edits: [{ find: "nothing", replace: "" }] },
      "mutants/find",
    ],
    ["a file nobody owns", { ...TWO, file: "src/given.ts" }, "mutants/unknown-file: mutant two"],
    ["a label of another lab", { ...TWO, label: "3A" }, "mutants/unknown-label: mutant two"],
    ["a lab that does not exist", { ...TWO, lab: "none" }, 'there is no lab "none"'],
  ])("%s is found before anything is run", async (_title, mutant, message) => {
    const { run: pass, requests: seen } = stubRunner();
    const options = { jobs: 1, seed: 1, run: pass };
    await expect(runMutants(fixtureCourse(), [TWO, mutant], options)).rejects.toThrow(message);
    expect(seen).toEqual([]);
  });

  test("a student's copy has nothing to mutate", async () => {
    const course = fixtureCourse(WITHOUT_SOLUTION);
    const withoutSolution = { ...course, solution: undefined };
    await expect(runMutants(withoutSolution, [TWO], { jobs: 1, seed: 1, run })).rejects.toThrow(
      "course/no-solution",
    );
  });

  test("stops when it is told to", async () => {
    const options = { jobs: 1, seed: 1, run, signal: AbortSignal.abort(new Error("stop")) };
    await expect(runMutants(fixtureCourse(), [TWO], options)).rejects.toThrow("stop");
  });
});
