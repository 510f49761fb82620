/**
 * The mutants of this very course: their data fits the solution. Whether they die is for `mutants`.
 */

import { describe, expect, test } from "@jest/globals";
import { courseRoot } from "../src/cli/command-io.ts";
import { loadCourse } from "../src/course/course.ts";
import { mutantTexts } from "../src/mutants/mutant-texts.ts";
import { readMutants } from "../src/mutants/mutants-config.ts";
import { gapVariants } from "../src/mutants/prove-gaps.ts";
import { solutionTexts } from "../src/mutants/variant.ts";

const course = loadCourse(courseRoot());
const mutants = readMutants(courseRoot());
const texts = solutionTexts(course);

/** How many classic mistakes each lab is known to have. */
const FAULTS = { standalone: 30, raft: 108 };

describe("mutants of the labs", () => {
  test.each(mutants.map((mutant) => [mutant.id, mutant] as const))("%s applies", (_id, mutant) => {
    for (const [file, text] of mutantTexts(course, texts, mutant)) {
      expect(text).not.toBe(texts.get(mutant.lab)?.get(file)?.text);
    }
  });

  test.each(Object.entries(FAULTS))("every classic mistake of %s has a mutant", (lab, count) => {
    const faults = new Set(
      mutants.flatMap((mutant) =>
        mutant.lab === lab && mutant.expect === "killed" ? [mutant.fault] : [],
      ),
    );
    for (let fault = 1; fault <= count; fault += 1) expect(faults).toContain(fault);
  });

  test("names of tests by which a mutant is caught are names of tests", () => {
    const names = course.labs.flatMap(({ config }) =>
      config.labels.flatMap(({ tests }) => tests.map(({ name }) => name)),
    );
    for (const mutant of mutants) {
      if (mutant.expect !== "killed") continue;
      for (const part of mutant.caughtBy) {
        expect(names.filter((name) => name.includes(part))).not.toEqual([]);
      }
    }
  });

  test("there are at least five right variants for each lab with mutants", () => {
    for (const lab of new Set(mutants.map((mutant) => mutant.lab))) {
      const right = mutants.filter((mutant) => mutant.lab === lab && mutant.expect === "pass");
      expect(right.length).toBeGreaterThanOrEqual(5);
    }
  });

  test("every lab has gaps, and every gap can be unwritten", () => {
    const labs = new Set(gapVariants(course).map(({ lab }) => lab));
    expect([...labs]).toEqual(course.labs.map(({ config }) => config.lab));
  });
});
