/** The filled-in branch: what is on it, what is left alone, and when it is refused. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { makeBranch } from "./branch.ts";
import { fillGaps } from "./cut-skeleton.ts";
import { SAMPLE, SAMPLE_SKELETON } from "./testing/sample.ts";
import { commitAll, git, toyRepository } from "./testing/toy-repository.ts";

const SKELETON = "labs/toy/src/counter.ts";

describe("makeBranch()", () => {
  test("fills in the owned files and changes nothing else", async () => {
    const root = toyRepository();
    const { outcome, files, commit } = await makeBranch(root, "solution");
    expect(outcome).toBe("created");
    expect(files).toEqual([SKELETON]);
    expect(git(root, "diff", "--name-status", "main", "refs/heads/solution")).toBe(
      `M\t${SKELETON}`,
    );
    expect(`${git(root, "show", `${commit}:${SKELETON}`)}\n`).toBe(fillGaps(SAMPLE, SKELETON));
  });

  test("is one commit on top of HEAD, dated and signed like it", async () => {
    const root = toyRepository();
    const { commit, base } = await makeBranch(root, "solution");
    expect(git(root, "rev-parse", `${commit}^`)).toBe(base);
    expect(base).toBe(git(root, "rev-parse", "HEAD"));
    expect(git(root, "show", "-s", "--format=%an %ae %aI %cn %ci", commit)).toBe(
      "Ada ada@example.org 2026-01-02T03:04:05+01:00 Ada 2026-01-02 03:04:05 +0100",
    );
  });

  test("gives the same commit for the same commit, here and in another clone", async () => {
    const root = toyRepository();
    const first = await makeBranch(root, "solution");
    const second = await makeBranch(root, "solution");
    expect(second).toEqual({ ...first, outcome: "unchanged" });
    const other = await makeBranch(toyRepository(), "filled");
    expect(other.commit).toBe(first.commit);
  });

  test("moves with HEAD", async () => {
    const root = toyRepository();
    const first = await makeBranch(root, "solution");
    writeFileSync(join(root, "more.txt"), "more\n");
    commitAll(root, "toys: more");
    const second = await makeBranch(root, "solution");
    expect(second.outcome).toBe("updated");
    expect(git(root, "rev-parse", "refs/heads/solution")).toBe(second.commit);
    expect(second.commit).not.toBe(first.commit);
    expect(git(root, "log", "--format=%s", second.commit)).toBe(
      "labs: fill in the reference solution\ntoys: more\ntoys: begin",
    );
  });

  test("touches neither working tree nor index, whatever else is changed in them", async () => {
    const root = toyRepository();
    writeFileSync(join(root, "docs/labs/toy.md"), "# Changed\n");
    writeFileSync(join(root, "new.txt"), "new\n");
    git(root, "add", "new.txt");
    const before = git(root, "status", "--porcelain");
    await makeBranch(root, "solution");
    expect(git(root, "status", "--porcelain")).toBe(before);
    expect(git(root, "symbolic-ref", "HEAD")).toBe("refs/heads/main");
    expect(readFileSync(join(root, SKELETON), "utf8")).toBe(SAMPLE_SKELETON);
  });

  test("takes the solution of the commit as it is, character for character", async () => {
    const text = `${SAMPLE}\n/** Größe ≤ 3, “quoted”. */\nexport const size = "é";\n\n\n`;
    const root = toyRepository({ "solution/toy/src/counter.ts": text });
    const { commit } = await makeBranch(root, "solution");
    expect(git(root, "cat-file", "-s", `${commit}:${SKELETON}`)).toBe(
      String(Buffer.byteLength(fillGaps(text, SKELETON))),
    );
  });
});

describe("makeBranch() refuses", () => {
  test.each([
    ["a changed lab", SKELETON],
    ["a changed solution", "solution/toy/src/counter.ts"],
    ["a new file in the solution", "solution/toy/src/new.ts"],
  ])("%s that is not committed", async (_title, path) => {
    const root = toyRepository();
    writeFileSync(join(root, path), "changed\n");
    await expect(makeBranch(root, "solution")).rejects.toThrow(
      /^course\/dirty: there are changes in labs\/ or solution\/ that are not committed; commit/,
    );
    expect(git(root, "branch", "--format=%(refname:short)")).toBe("main");
  });

  test("a branch that it did not make", async () => {
    const root = toyRepository();
    git(root, "branch", "solution");
    const before = git(root, "rev-parse", "refs/heads/solution");
    await expect(makeBranch(root, "solution")).rejects.toThrow("course/foreign-branch");
    await expect(makeBranch(root, "main")).rejects.toThrow("course/foreign-branch");
    expect(git(root, "rev-parse", "refs/heads/solution")).toBe(before);
  });

  test("a branch that is checked out", async () => {
    const root = toyRepository();
    await makeBranch(root, "solution");
    git(root, "checkout", "--quiet", "solution", "--");
    await expect(makeBranch(root, "solution")).rejects.toThrow("course/branch-in-use");
  });

  test("a name that is no name of a branch", async () => {
    await expect(makeBranch(toyRepository(), "a..b")).rejects.toThrow("course/git: git check-ref");
  });

  test("a commit without a solution", async () => {
    const root = toyRepository({ "solution/toy/src/counter.ts": undefined });
    await expect(makeBranch(root, "solution")).rejects.toThrow("course/no-solution");
  });

  test("broken markers", async () => {
    const root = toyRepository({ "solution/toy/src/counter.ts": `${SAMPLE}// cut\n` });
    await expect(makeBranch(root, "solution")).rejects.toThrow("course/markers");
  });
});
