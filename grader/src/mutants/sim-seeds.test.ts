/** Counting the seeds that simulated runs need to find a mutant. */

import { describe, expect, test } from "@jest/globals";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { stubRunner, textOf } from "../testing/stub-runner.ts";
import type { Mutant } from "./mutants-config.ts";
import { findBySimulation } from "./sim-seeds.ts";
import { simTable } from "./tables.ts";

const plain = new Proxy({}, { get: () => (text: string) => text }) as never;

function mutant(id: string, value: string, expectation: "killed" | "pass" = "killed"): Mutant {
  const edits = [{ find: "return 1;", replace: `return ${value};` }];
  const base = { id, title: id, label: "1", lab: "base", file: "src/one.ts", edits };
  return expectation === "pass"
    ? { ...base, expect: "pass" }
    : { ...base, expect: "killed", fault: 1, caughtBy: ["adds"] };
}

const EASY = mutant("easy", "2");
const HARD = mutant("hard", "3");
const HIDDEN = mutant("hidden", "4");

/** Finds 2 under every seed, 3 under seed 3 only, 4 never. */
const { run, requests } = stubRunner((_name, request) => {
  const text = textOf(request, "base", "src/one.ts") ?? "";
  const isFound = text.includes("return 2;") || (text.includes("return 3;") && request.seed === 3);
  const message = "election safety: nodes 1 and 2 both lead in term 3\n1. a step";
  return isFound ? { status: "failed", message } : { status: "passed", message: "" };
});

describe("findBySimulation()", () => {
  test("counts seeds until a run fails, and asks no more of what was found", async () => {
    const options = { jobs: 1, seed: 99, seedsMax: 4, run };
    const right = mutant("right", "3 - 2", "pass");
    const course = fixtureCourse();
    const only = ["adds"];
    const findings = await findBySimulation(course, [EASY, right, HARD, HIDDEN], {
      ...options,
      testTexts: only,
    });
    expect(findings.map(({ mutant: { id }, seeds, failure }) => [id, seeds, failure])).toEqual([
      ["easy", 1, "election safety"],
      ["hard", 3, "election safety"],
      ["hidden", undefined, undefined],
    ]);
    expect(requests.map(({ seed }) => seed)).toEqual([1, 1, 1, 2, 2, 3, 3, 4]);
  });

  test("its table says what was not found", () => {
    const table = simTable([{ mutant: HIDDEN }, { mutant: EASY, seeds: 2 }], 5, plain);
    expect(table).toMatch(/hidden +1 +not in 5 +-/);
    expect(table).toMatch(/easy +1 +2 +-/);
  });
});
