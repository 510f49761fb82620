/** The texts of a mutant: which files it changes, and how. */

import { describe, expect, test } from "@jest/globals";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { mutantTexts } from "./mutant-texts.ts";
import type { Mutant } from "./mutants-config.ts";
import { solutionTexts } from "./variant.ts";

const course = fixtureCourse();

/** A mutant of the base lab with these edits. */
function mutant(...edits: Mutant["edits"]): Mutant {
  const names = { id: "m", title: "it is wrong", lab: "base", label: "1" };
  return { ...names, expect: "pass", file: "src/one.ts", edits };
}

const apply = (one: Mutant) => mutantTexts(course, solutionTexts(course), one);

describe("mutantTexts()", () => {
  test("changes the file that the mutant names", () => {
    const texts = apply(mutant({ find: "return 1;", replace: "return 2;" }));
    expect([...texts.keys()]).toEqual(["src/one.ts"]);
    expect(texts.get("src/one.ts")).toContain("  return 2;");
  });

  test("changes other files that an edit names, each by its own edits", () => {
    const texts = apply(
      mutant(
        { find: "return 1;", replace: "return 2;" },
        { find: "return 1;", replace: "return 3;", file: "src/deep/two.ts" },
        { find: "return 2;", replace: "return 4;" },
      ),
    );
    expect([...texts.keys()]).toEqual(["src/one.ts", "src/deep/two.ts"]);
    expect(texts.get("src/one.ts")).toContain("  return 4;");
    expect(texts.get("src/deep/two.ts")).toContain("  return 3;");
  });

  test("a file that the lab does not own is named, with those that it does", () => {
    const edit = { find: "a", replace: "b", file: "src/given.ts" };
    expect(() => apply(mutant(edit))).toThrow(
      "mutants/unknown-file: mutant m: lab base has no owned file src/given.ts; " +
        "it has src/one.ts, src/deep/two.ts",
    );
  });

  test("a text that is not found is looked for in its own file", () => {
    const edit = { find: "nothing", replace: "", file: "src/deep/two.ts" };
    expect(() => apply(mutant(edit))).toThrow("edit 1 is not in src/deep/two.ts");
  });
});
