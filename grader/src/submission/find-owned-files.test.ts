/** The layouts in which owned files are found, on lists of paths without any file behind them. */

import { describe, expect, test } from "@jest/globals";
import { fixtureCourse } from "../testing/fixture-course.ts";
import type { FileTree, TreeEntry } from "./file-tree.ts";
import { findOwnedFiles, ownedPaths } from "./find-owned-files.ts";

const course = fixtureCourse();
const owned = ownedPaths(course);

/** A tree of these paths; one that ends in `/` is a folder, in `@` a link. */
function tree(...paths: string[]): FileTree {
  const entries = paths.map((path): TreeEntry => {
    const kind = path.endsWith("/") ? "folder" : path.endsWith("@") ? "link" : "file";
    return { path: path.replace(/[/@]$/, ""), kind, size: 0 };
  });
  return { entries, read: async () => Buffer.alloc(0), close: async () => {} };
}

/** What was found, as `lab/path <- entry`. */
function find(...paths: string[]): string[] {
  return findOwnedFiles(tree(...paths), owned).map(
    ({ lab, path, entry, isExact }) => `${lab}/${path} <- ${entry.path}${isExact ? "" : " ~"}`,
  );
}

describe("ownedPaths", () => {
  test("are those of all labs, or of the named ones, in the order of the course", () => {
    expect(owned.map(({ lab, path }) => `${lab}/${path}`)).toEqual([
      "base/src/one.ts",
      "base/src/deep/two.ts",
      "top/src/three.ts",
    ]);
    expect(ownedPaths(course, ["top"]).map(({ path }) => path)).toEqual(["src/three.ts"]);
  });
});

describe("findOwnedFiles", () => {
  test("finds nothing but owned files", () => {
    expect(find("labs/base/src/one.ts", "labs/base/src/given.ts", "labs/base/lab.json")).toEqual([
      "base/src/one.ts <- labs/base/src/one.ts",
    ]);
  });

  test.each<[string, string[], string[]]>([
    ["labs in a folder", ["x/labs/base/src/one.ts"], ["base/src/one.ts <- x/labs/base/src/one.ts"]],
    ["a lab", ["top/src/three.ts"], ["top/src/three.ts <- top/src/three.ts"]],
    ["a lab in a folder", ["x/top/src/three.ts"], ["top/src/three.ts <- x/top/src/three.ts"]],
    ["src", ["src/deep/two.ts"], ["base/src/deep/two.ts <- src/deep/two.ts"]],
    ["src in a folder", ["x/src/one.ts"], ["base/src/one.ts <- x/src/one.ts"]],
    ["a bare file", ["two.ts"], ["base/src/deep/two.ts <- two.ts"]],
    [
      "bare files of two labs",
      ["one.ts", "three.ts"],
      ["base/src/one.ts <- one.ts", "top/src/three.ts <- three.ts"],
    ],
    ["case", ["LABS/Base/SRC/One.TS"], ["base/src/one.ts <- LABS/Base/SRC/One.TS ~"]],
  ])("understands %s", (_what, paths, found) => {
    expect(find(...paths)).toEqual(found);
  });

  test("does not look two folders deep, where anything may be", () => {
    expect(() => find("a/b/labs/base/src/one.ts")).toThrow("submission/no-files");
  });

  test("takes the top before a folder, and a full layout before a bare one", () => {
    expect(find("labs/base/src/one.ts", "old/labs/base/src/deep/two.ts")).toEqual([
      "base/src/one.ts <- labs/base/src/one.ts",
    ]);
    expect(find("x/labs/base/src/one.ts", "one.ts", "three.ts")).toEqual([
      "base/src/one.ts <- x/labs/base/src/one.ts",
    ]);
  });

  test("refuses to choose between two folders", () => {
    expect(() => find("b/labs/base/src/one.ts", "a/labs/top/src/three.ts")).toThrow(
      "submission/ambiguous-layout: it holds lab files both in a and in b; keep one of them",
    );
  });

  test("finds links, and links on the way, so that they can be refused", () => {
    expect(find("labs/base/src/one.ts@")).toEqual(["base/src/one.ts <- labs/base/src/one.ts"]);
    expect(find("labs/base/src@", "labs/top/src/three.ts")).toEqual([
      "base/src/one.ts <- labs/base/src",
      "base/src/deep/two.ts <- labs/base/src",
      "top/src/three.ts <- labs/top/src/three.ts",
    ]);
    // A folder is not on the way to anything: its files are listed by themselves.
    expect(find("labs/base/src/", "labs/top/src/three.ts")).toEqual([
      "top/src/three.ts <- labs/top/src/three.ts",
    ]);
  });

  test("does not take bare files where two labs own one of that name", () => {
    const same = [...owned, { lab: "top", path: "src/one.ts" }];
    expect(() => findOwnedFiles(tree("one.ts"), same)).toThrow("submission/no-files");
    expect(() => findOwnedFiles(tree("src/one.ts"), same)).toThrow("submission/no-files");
    expect(findOwnedFiles(tree("top/src/one.ts"), same).length).toBe(1);
  });

  test("of entries with one path takes the last, as unpacking would", () => {
    const { entries, ...rest } = tree("labs/base/src/one.ts@", "labs/base/src/one.ts");
    const [found] = findOwnedFiles({ entries, ...rest }, owned);
    expect(found?.entry).toBe(entries[1]);
  });

  test("takes one step per entry, also if all names differ in case only", () => {
    // Each of 17 letters small or large: 131,072 entries, which take minutes if each is compared
    // with all before it.
    const paths = Array.from({ length: 1 << 17 }, (_, n) =>
      Array.from({ length: 17 }, (_, bit) => ((n >> bit) % 2 === 0 ? "a" : "A")).join(""),
    );
    const files = [...paths, "labs/base/src/one.ts"].map(
      (path): TreeEntry => ({ path, kind: "file", size: 0 }),
    );
    const found = findOwnedFiles({ ...tree(), entries: files }, owned);
    expect(found.map(({ entry }) => entry.path)).toEqual(["labs/base/src/one.ts"]);
  });

  test("says what was expected, as long as that can be read", () => {
    expect(() => find("readme.md")).toThrow(
      "submission/no-files: it contains none of the files: expected labs/base/src/one.ts, " +
        "labs/base/src/deep/two.ts, labs/top/src/three.ts; send the folder that holds labs/",
    );
    const many = Array.from({ length: 9 }, (_, n) => ({ lab: "base", path: `src/f${n}.ts` }));
    expect(() => findOwnedFiles(tree(), many)).toThrow(
      "it is empty: expected labs/base/src/f0.ts, labs/base/src/f1.ts, labs/base/src/f2.ts " +
        "(and 6 more); send",
    );
  });
});
