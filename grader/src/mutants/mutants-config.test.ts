/** The data of mutants: what is read, and what is said about data that is wrong. */

import { describe, expect, test } from "@jest/globals";
import { stringify } from "yaml";
import { tempFolder } from "../testing/temp-folder.ts";
import { mutantFiles, readMutants } from "./mutants-config.ts";

const WRONG = {
  ...{ id: "off-by-one", title: "it is one too many", expect: "killed", fault: 3, label: "1" },
  ...{ caughtBy: ["S1"], file: "src/a.ts", edits: [{ find: "a", replace: "b" }] },
};
const RIGHT = {
  ...{ id: "other-way", title: "it is written differently", expect: "pass", label: "1" },
  ...{ file: "src/a.ts", edits: [{ find: "a", replace: "b" }] },
};
const FILE = { lab: "toy", faults: { 3: "one too many" }, mutants: [WRONG, RIGHT] };

/** Reads the mutants of a folder with these files. */
function read(files: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(files).map(([name, content]) => [
    `grader/mutants/${name}`,
    typeof content === "string" ? content : stringify(content),
  ]);
  return readMutants(tempFolder(Object.fromEntries(entries) as Record<string, string>));
}

describe("readMutants()", () => {
  test("reads all files in order, each mutant with its lab", () => {
    const other = { ...RIGHT, id: "third-way" };
    const mutants = read({
      "b.yaml": { lab: "b", mutants: [other] },
      "a.yaml": FILE,
      "c.txt": "no",
    });
    expect(mutants.map(({ id, lab }) => `${lab}/${id}`)).toEqual([
      "toy/off-by-one",
      "toy/other-way",
      "b/third-way",
    ]);
  });

  test("a lab may have several files, in a folder of its own", () => {
    const second = { ...WRONG, id: "another" };
    const mutants = read({
      "toy/2aa.yaml": FILE,
      "toy/2ab.yaml": { ...FILE, mutants: [second] },
      "toy-allowed.yaml": { lab: "toy", mutants: [{ ...RIGHT, id: "third-way" }] },
    });
    expect(mutants.map(({ id, lab }) => `${lab}/${id}`)).toEqual([
      "toy/third-way",
      "toy/off-by-one",
      "toy/other-way",
      "toy/another",
    ]);
  });

  test("an edit may be of another file", () => {
    const edits = [{ find: "a", replace: "b", file: "src/b.ts" }];
    const [mutant] = read({ "a.yaml": { ...FILE, mutants: [{ ...WRONG, edits }] } });
    expect(mutant?.edits).toEqual(edits);
  });

  test("a course without the folder has none", () => {
    const root = tempFolder();
    expect(mutantFiles(root)).toEqual([]);
    expect(readMutants(root)).toEqual([]);
  });

  const cases: [string, Readonly<Record<string, unknown>>, string][] = [
    ["text that is not YAML", { "a.yaml": "lab: [" }, "grader/mutants/a.yaml: is not YAML"],
    [
      "a field that is missing",
      { "a.yaml": { ...FILE, mutants: [{ ...WRONG, title: undefined }] } },
      "grader/mutants/a.yaml: mutants[0].title",
    ],
    [
      "a field that does not exist",
      { "a.yaml": { ...FILE, mutants: [{ ...WRONG, caught: [] }] } },
      "grader/mutants/a.yaml: mutants[0]",
    ],
    [
      "a right mutant with a fault",
      { "a.yaml": { ...FILE, mutants: [WRONG, { ...RIGHT, fault: 3 }] } },
      "grader/mutants/a.yaml: mutants[1]",
    ],
    [
      "a mutant without an edit",
      { "a.yaml": { ...FILE, mutants: [{ ...WRONG, edits: [] }] } },
      "mutants[0].edits",
    ],
    [
      "a file outside of the lab",
      { "a.yaml": { ...FILE, mutants: [{ ...WRONG, file: "test/a.ts" }] } },
      "mutants[0].file",
    ],
    [
      "a fault without a mutant",
      { "a.yaml": { ...FILE, faults: { ...FILE.faults, 4: "another" } } },
      "grader/mutants/a.yaml: faults.4: has no mutant",
    ],
    [
      "a mutant of a fault that is not listed",
      { "a.yaml": { ...FILE, faults: {} } },
      "grader/mutants/a.yaml: faults: 3 is missing; off-by-one stands for it",
    ],
    [
      "two mutants of one name",
      { "a.yaml": FILE, "b.yaml": { lab: "b", mutants: [RIGHT] } },
      "there are two mutants named other-way",
    ],
  ];

  test.each(cases)("%s", (_title, files, message) => {
    expect(() => read(files)).toThrow(message);
  });
});
