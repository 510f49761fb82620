/** House rules that neither the formatter nor the linter can see. */

import { describe, expect, test } from "@jest/globals";
import { files, findLines, read } from "../src/tree.ts";

const sources = files(/^(packages|labs|solution|grader)\/.*\.(ts|mjs)$/);
const tests = files(/\.test\.ts$/);
const manifests = files(/^(packages\/[^/]+|labs\/[^/]+|grader)\/package\.json$/);

/** From the bottom up: a package may depend on those above it in this list, and on no other. */
const layers = [
  "toolchain",
  "log",
  "runtime",
  "proto",
  "engine",
  "checker",
  "sim",
  "lab-kit",
  "standalone",
  "raft",
  "server",
  "cli",
  "bench",
  "grader",
  "checks",
];

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

describe("every file", () => {
  test("of source opens with a comment that says what it is for", () => {
    // An index only re-exports: what it is for stands in the package's README.
    const bare = sources
      .filter((path) => !path.endsWith("/index.ts"))
      .filter((path) => !/^(#!.*\n)?(\/\*\*|\/\/)/.test(read(path)));
    expect(bare).toEqual([]);
  });

  test("of source keeps to 100 columns", () => {
    expect(findLines(sources, (line) => line.length > 100)).toEqual([]);
  });

  test("leaves nothing for later: TODO marks a student's gap, and other notes are issues", () => {
    const isLeftOver = (line: string): boolean => /\b(FIXME|XXX|HACK)\b|\/\/ TODO(?!\()/.test(line);
    const checked = sources.filter((path) => !path.endsWith("tidy.test.ts"));
    expect(findLines(checked, isLeftOver)).toEqual([]);
  });
});

describe("every test", () => {
  const waits = /\b(?:it|test|describe)\.(?:skip|only|todo|failing)\b|retryTimes|sleep\(/;

  test("runs, once, without waiting for time to pass", () => {
    const checked = tests.filter((path) => !path.endsWith("tidy.test.ts"));
    expect(findLines(checked, (line) => waits.test(line))).toEqual([]);
  });
});

describe("every lab test", () => {
  test("checks with the kit: its runner need not be jest, and lab code cannot fool it", () => {
    const checked = files(/^labs\/[^/]+\/test\/.*\.ts$/);
    expect(findLines(checked, (line) => line.includes('"@jest/globals"'))).toEqual([]);
  });
});

describe("every package", () => {
  test("has a README", () => {
    const folders = manifests.map((path) => path.replace(/package\.json$/, ""));
    const readmes = new Set(files(/README\.md$/));
    expect(folders.filter((folder) => !readmes.has(`${folder}README.md`))).toEqual([]);
  });

  test.each(manifests)("%s depends on lower layers only", (path) => {
    const manifest = JSON.parse(read(path)) as Manifest;
    const own = layers.indexOf(manifest.name.replace("@tinykv/", ""));
    expect(own).toBeGreaterThanOrEqual(0);
    const higher = Object.keys(manifest.dependencies ?? {})
      .filter((name) => name.startsWith("@tinykv/"))
      .filter((name) => layers.indexOf(name.replace("@tinykv/", "")) >= own);
    expect(higher).toEqual([]);
  });

  test("is the only one that imports the solution by path: nobody", () => {
    const isImport = (line: string): boolean => /from "[^"]*solution\//.test(line);
    expect(findLines(sources, isImport)).toEqual([]);
  });
});
