/**
 * A made-up course with one lab, `toy`, whose solution is the sample; for the checks over a course.
 */

import { hashGiven } from "../../course/given-files.ts";
import { type Files, tempFolder } from "../../testing/temp-folder.ts";
import { SAMPLE, SAMPLE_SKELETON } from "./sample.ts";

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** `labs/toy/lab.json` */
export const TOY_LAB = {
  lab: "toy",
  title: "A toy",
  dependsOn: [],
  owns: ["src/counter.ts"],
  imports: ["@tinykv/runtime"],
  limits: { testSeconds: 5, labelSeconds: 20, memoryMiB: 512 },
  labels: [
    {
      label: "1",
      title: "Counting",
      tests: [
        { name: "increment counts", points: 1, kind: "unit" },
        { name: "can be set back", points: 1, kind: "unit" },
      ],
    },
  ],
};

/** Every file of the toy course; `changes` replaces some, and `undefined` removes one. */
export function toyFiles(changes: Readonly<Record<string, string | undefined>> = {}): Files {
  const files: Record<string, string | undefined> = {
    "grader/course.json": json({
      title: "Toys",
      labs: [{ lab: "toy", points: 2, labels: { "1": 2 } }],
    }),
    "labs/toy/lab.json": json(TOY_LAB),
    "labs/toy/package.json": json({ name: "@course/toy" }),
    "labs/toy/src/store.ts": "export interface Store {}\n",
    "labs/toy/src/counter.ts": SAMPLE_SKELETON,
    "solution/toy/src/counter.ts": SAMPLE,
    "docs/labs/toy.md": "# Toy\n\n## Counting\n\nText.\n\n## Setting it back\n\nText.\n",
    ...changes,
  };
  files["labs/toy/given.json"] ??= json(givenOf(files)) + "\n";
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
  );
}

/** The list of the given files among these, as `course skeleton` would write it. */
function givenOf(files: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const paths = Object.keys(files).filter((path) => /^labs\/toy\/(lab\.json|src\/)/.test(path));
  const hashes = paths
    .toSorted()
    .map((path) => [path.slice("labs/toy/".length), files[path]] as const)
    .filter(([path]) => !TOY_LAB.owns.includes(path))
    .flatMap(([path, text]) =>
      text === undefined ? [] : [[path, hashGiven(Buffer.from(text))] as const],
    );
  return Object.fromEntries(hashes);
}

/** The toy course in a folder of its own. @returns the folder */
export function toyCourse(changes: Readonly<Record<string, string | undefined>> = {}): string {
  return tempFolder(toyFiles(changes));
}

/** A text with one thing in it replaced; the thing has to be there. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`"${from}" is not in the text`);
  return text.replace(from, to);
}
