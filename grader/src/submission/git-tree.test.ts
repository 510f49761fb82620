/** Git revisions, out of repositories that were made by somebody else. */

import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { tempFolder, writeFiles } from "../testing/temp-folder.ts";
import { SUBMISSION_LIMITS } from "./limits.ts";
import { readSubmission } from "./read-submission.ts";

const course = fixtureCourse();
const ONE = "labs/base/src/one.ts";

/** Runs git in `folder`, without anything that the machine's user has configured. */
function git(folder: string, ...args: string[]): string {
  return execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  }).trim();
}

function commit(folder: string, message: string): string {
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "-m", message);
  return git(folder, "rev-parse", "HEAD");
}

/** A repository with two commits: `one.ts` holds "first", then "second". */
function repository(): { folder: string; first: string; second: string } {
  const folder = tempFolder({ [ONE]: "first" });
  git(folder, "init", "-q", "-b", "main");
  const first = commit(folder, "first");
  writeFiles(folder, { [ONE]: "second" });
  const second = commit(folder, "second");
  return { folder, first, second };
}

/** Overwrites a loose object with what is none. */
function damage(folder: string, hash: string): void {
  const path = join(folder, ".git/objects", hash.slice(0, 2), hash.slice(2));
  chmodSync(path, 0o644);
  writeFileSync(path, "damaged");
}

/** Does `task` while the program `git` is the real one with `setting` in its environment. */
async function withGit<Result>(setting: string, task: () => Promise<Result>): Promise<Result> {
  const before = process.env["PATH"] ?? "";
  const script = `#!/bin/sh\nPATH='${before}' ${setting} exec git "$@"\n`;
  const folder = tempFolder({ git: script });
  chmodSync(join(folder, "git"), 0o755);
  process.env["PATH"] = `${folder}:${before}`;
  try {
    return await task();
  } finally {
    process.env["PATH"] = before;
  }
}

/** The text of `one.ts` at `written`, or the error. */
async function read(written: string, from: string, limits = SUBMISSION_LIMITS): Promise<string> {
  try {
    const options = { from, limits, labs: ["base"] };
    const submission = await readSubmission(course, { kind: "path", path: written }, options);
    const file = submission.files.get("base")?.get("src/one.ts");
    return file?.text ?? submission.refused?.map((one) => one.problem.code).join() ?? "nothing";
  } catch (error) {
    return String(error).replace("SubmissionError: ", "");
  }
}

describe("a git revision", () => {
  test("is a branch, a tag, a hash or an expression", async () => {
    const { folder, first, second } = repository();
    git(folder, "tag", "hand-in", first);
    git(folder, "branch", "feature/x", first);
    expect(await read(".@main", folder)).toBe("second");
    expect(await read(".@HEAD~1", folder)).toBe("first");
    expect(await read(`${folder}@${first}`, "/")).toBe("first");
    expect(await read(`.@${second.slice(0, 8)}`, folder)).toBe("second");
    expect(await read(".@hand-in", folder)).toBe("first");
    expect(await read(".@feature/x", folder)).toBe("first");
    expect(await read("@main", folder)).toBe("second");
  });

  test("is what was committed, whatever lies in the folder", async () => {
    const { folder } = repository();
    writeFiles(folder, { [ONE]: "not committed" });
    expect(await read(".@main", folder)).toBe("second");
    expect(await read(".", folder)).toBe("not committed");
  });

  test("may be of a repository without a work tree", async () => {
    const { folder } = repository();
    const bare = join(tempFolder(), "bare.git");
    git(folder, "clone", "-q", "--bare", folder, bare);
    expect(await read(`${bare}@main`, "/")).toBe("second");
  });

  test("of a folder inside a repository is that part of it", async () => {
    const class_ = tempFolder({
      [ONE]: "the instructor's",
      [`alice/${ONE}`]: "alice's",
    });
    git(class_, "init", "-q", "-b", "main");
    commit(class_, "all");
    expect(await read("alice@main", class_)).toBe("alice's");
  });

  test("cannot be changed by the student's attributes", async () => {
    const folder = tempFolder({
      [ONE]: "$Format:%H$ text",
      ".gitattributes": `${ONE} export-ignore export-subst filter=evil\n`,
    });
    git(folder, "init", "-q", "-b", "main");
    git(folder, "config", "filter.evil.smudge", "touch /tmp/never");
    commit(folder, "all");
    expect(await read(".@main", folder)).toBe("$Format:%H$ text");
  });

  test("reads names that git would quote", async () => {
    const folder = tempFolder({ [`Übung "1"\t漢/${ONE}`]: "odd" });
    git(folder, "init", "-q", "-b", "main");
    commit(folder, "all");
    expect(await read(".@main", folder)).toBe("odd");
  });

  test("has links and large files refused", async () => {
    const folder = tempFolder({ "labs/base/src/deep/two.ts": "two" });
    git(folder, "init", "-q", "-b", "main");
    symlinkSync("deep/two.ts", join(folder, ONE));
    commit(folder, "link");
    git(folder, "rm", "-q", ONE);
    writeFileSync(join(folder, ONE), "x".repeat(3000));
    commit(folder, "large");
    expect(await read(".@HEAD~1", folder)).toBe("submission/symlink");
    const limits = { ...SUBMISSION_LIMITS, fileBytes: 2000 };
    expect(await read(".@HEAD", folder, limits)).toBe("submission/file-too-large");
    expect(await read(".@HEAD", folder, { ...limits, entries: 1 })).toMatch(
      /^submission\/too-large: /,
    );
  });
});

describe("a git revision is refused", () => {
  test("that does not exist, or is no commit, or looks like an option", async () => {
    const { folder } = repository();
    for (const revision of ["nothing", "HEAD:labs", "--all", "--output=x", "HEAD~9", ""]) {
      expect(await read(`.@${revision}`, folder)).toBe(
        `submission/unknown-revision: there is no revision "${revision}" in ${folder}; ` +
          "fetch it first, or check its name",
      );
    }
  });

  test("of a folder that is no repository, even with a path that has an @", async () => {
    const folder = tempFolder({ "a@b/readme.md": "hello" });
    expect(await read("a@b@main", folder)).toBe(
      `submission/not-a-repository: ${folder}/a@b is not a git repository; ` +
        "write repository@revision",
    );
    expect(await read("a@b", folder)).toMatch(/^submission\/no-files: /);
  });

  test("of a folder that is not there", async () => {
    expect(await read("nowhere@main", "/")).toMatch(/^submission\/not-found: /);
  });

  test("that cannot be read, with git's reason", async () => {
    const { folder } = repository();
    const reason = (hash: string) =>
      `submission/git-failed: git could not read it: loose object ${hash} ` +
      `(stored in .git/objects/${hash.slice(0, 2)}/${hash.slice(2)}) is corrupt`;
    const blob = git(folder, "rev-parse", `HEAD:${ONE}`);
    const head = git(folder, "rev-parse", "HEAD");
    damage(folder, blob);
    expect(await read(".@HEAD", folder)).toBe(reason(blob));
    // What is damaged elsewhere does not matter.
    expect(await read(".@HEAD~1", folder)).toBe("first");
    damage(folder, head);
    expect(await read(".@HEAD", folder)).toMatch(/^submission\/git-failed: .* is corrupt$/);
  });

  test("of a repository that belongs to somebody else, with what to do", async () => {
    const { folder } = repository();
    const written = await withGit("GIT_TEST_ASSUME_DIFFERENT_OWNER=1", () =>
      read(".@main", folder),
    );
    expect(written).toBe(
      `submission/git-failed: git does not read ${folder}, which belongs to another user; ` +
        `to trust it: git config --global --add safe.directory ${folder}`,
    );
  });

  test("where a submodule is in place of the lab", async () => {
    const { folder, first } = repository();
    git(folder, "rm", "-rq", "labs/base");
    git(folder, "update-index", "--add", "--cacheinfo", `160000,${first},labs/base`);
    git(folder, "commit", "-qm", "submodule");
    expect(await read(".@main", folder)).toBe("submission/not-a-file,submission/not-a-file");
  });

  test("where a submodule is around the labs", async () => {
    const { folder, first } = repository();
    git(folder, "rm", "-rq", "labs");
    git(folder, "update-index", "--add", "--cacheinfo", `160000,${first},mine`);
    git(folder, "commit", "-qm", "submodule");
    expect(await read(".@main", folder)).toMatch(
      /^submission\/no-files: .*; mine is a git submodule, of which nothing is handed in$/,
    );
  });

  test("without any owned file", async () => {
    const folder = tempFolder({ "readme.md": "hello" });
    git(folder, "init", "-q", "-b", "main");
    commit(folder, "all");
    expect(await read(".@main", folder)).toMatch(/^submission\/no-files: /);
  });
});
