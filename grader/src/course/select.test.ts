/** What `--lab`, `--label` and `-t` select, and that a typing error never selects nothing. */

import { describe, expect, test } from "@jest/globals";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { type Selection, selectLabels } from "./select.ts";

/** The selection as `label: test, test`. */
function select(selection: Selection): string[] {
  return selectLabels(fixtureCourse(), selection).map(
    ({ label, tests }) => `${label.label}: ${tests.map((one) => one.name).join(", ")}`,
  );
}

describe("selectLabels", () => {
  test("selects everything unless told otherwise", () => {
    const everything = ["1: adds, adds more, subtracts", "2AA: goes on", "3A: rises"];
    expect(select({})).toEqual(everything);
    expect(select({ labs: [], labels: [], only: undefined })).toEqual(everything);
  });

  test("selects labs and labels in the order of the course", () => {
    expect(select({ labs: ["top", "base"], labels: ["3A", "1"] })).toEqual([
      "1: adds, adds more, subtracts",
      "3A: rises",
    ]);
    expect(select({ labs: ["top"] })).toEqual(["3A: rises"]);
  });

  test("takes a label in any case", () => {
    expect(select({ labels: ["2aa"] })).toEqual(["2AA: goes on"]);
  });

  test("selects tests by a part of their name, in any case, and drops empty labels", () => {
    expect(select({ only: "ADDS" })).toEqual(["1: adds, adds more"]);
    expect(select({ only: "s" })).toEqual([
      "1: adds, adds more, subtracts",
      "2AA: goes on",
      "3A: rises",
    ]);
  });

  test("refuses names that select nothing, and says which there are", () => {
    expect(() => select({ labs: ["bass"] })).toThrow(
      'grade/unknown-lab: there is no lab "bass"; the labs are base, top',
    );
    expect(() => select({ labels: ["9"] })).toThrow(
      'grade/unknown-label: there is no label "9"; choose from 1, 2AA, 3A',
    );
    expect(() => select({ labs: ["base"], labels: ["3A"] })).toThrow(
      'grade/unknown-label: there is no label "3A"; choose from 1, 2AA',
    );
    expect(() => select({ labels: ["1"], only: "rises" })).toThrow(
      'grade/no-tests: no test of label 1 has "rises" in its name',
    );
  });
});
