/**
 * Git as the maintainers' commands use it: answers, errors in git's words, and an index of its own.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { tempFolder } from "../testing/temp-folder.ts";
import { Repository, withTemporaryIndex } from "./git.ts";
import { git, toyRepository } from "./testing/toy-repository.ts";

describe("Repository", () => {
  test("run() gives what git prints", async () => {
    const repository = new Repository(toyRepository());
    expect(await repository.run(["rev-parse", "--abbrev-ref", "HEAD"])).toBe("main");
  });

  test("run() hands its input to git, and an empty one without waiting", async () => {
    const repository = new Repository(toyRepository());
    const blob = await repository.run(["hash-object", "--stdin"], { input: "text\n" });
    expect(blob).toBe("8e27be7d6154a1f68ea9160ef0e18691d20560dc");
    expect(await repository.run(["hash-object", "--stdin"])).toBe(
      "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    );
  });

  test("run() fails with what git says", async () => {
    const repository = new Repository(tempFolder());
    await expect(repository.run(["status"])).rejects.toThrow(
      /^course\/git: git status failed: fatal: not a git repository/,
    );
  });

  test("ask() takes a failure for an answer", async () => {
    const repository = new Repository(toyRepository());
    expect(await repository.ask(["rev-parse", "--verify", "--quiet", "refs/heads/none"])).toBe(
      undefined,
    );
    expect(await repository.ask(["rev-parse", "--verify", "--quiet", "HEAD"])).toMatch(/^[0-9a-f]/);
  });

  test("textAt() keeps every byte, line breaks at the end included", async () => {
    const root = toyRepository({ "a.txt": "é\n\n\n", "b.txt": "no end" });
    const repository = new Repository(root);
    expect(await repository.textAt("HEAD", "a.txt")).toBe("é\n\n\n");
    expect(await repository.textAt("HEAD", "b.txt")).toBe("no end");
  });

  test("pathsAt() lists a commit or a folder of it, names of any kind included", async () => {
    const repository = new Repository(toyRepository({ "docs/ü ber.md": "x" }));
    expect(await repository.pathsAt("HEAD", "docs")).toEqual(["docs/labs/toy.md", "docs/ü ber.md"]);
    expect(await repository.pathsAt("HEAD")).toContain("labs/toy/lab.json");
  });
});

describe("withTemporaryIndex()", () => {
  test("holds the commit, and leaves the user's own index alone", async () => {
    const root = toyRepository();
    writeFileSync(join(root, "staged.txt"), "staged\n");
    git(root, "add", "staged.txt");
    const inside = await withTemporaryIndex(root, "HEAD", async (repository) => {
      await repository.run(["rm", "--cached", "--quiet", "docs/labs/toy.md"]);
      return repository.run(["ls-files"]);
    });
    expect(inside).not.toContain("docs/labs/toy.md");
    expect(inside).not.toContain("staged.txt");
    expect(git(root, "status", "--porcelain")).toBe("A  staged.txt");
  });

  test("is gone afterwards, even after a failure", async () => {
    let scratch = "";
    const failing = withTemporaryIndex(toyRepository(), "HEAD", async (repository) => {
      scratch = await repository.run(["rev-parse", "--git-path", "index"]);
      throw new Error("stop");
    });
    await expect(failing).rejects.toThrow("stop");
    expect(scratch).toMatch(/tinykv-index-/);
    await expect(
      withTemporaryIndex(toyRepository(), "none", async () => undefined),
    ).rejects.toThrow("course/git: git read-tree failed");
  });
});
