/** Folders in every shape that people send, and files that nobody should run. */

import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Course } from "../course/course.ts";
import { fixtureCourse, WITHOUT_SOLUTION } from "../testing/fixture-course.ts";
import { type Files, tempFolder, writeFiles } from "../testing/temp-folder.ts";
import { type ReadOptions, readSubmission, type SubmissionSource } from "./read-submission.ts";
import type { Submission } from "./submission.ts";
import { SubmissionError } from "./submission-error.ts";

const FILES: Files = {
  "labs/base/src/one.ts": "one",
  "labs/base/src/deep/two.ts": "two",
  "labs/top/src/three.ts": "three",
};

function read(folder: string, options: Partial<ReadOptions> & { course?: Course } = {}) {
  const { course = fixtureCourse(), ...rest } = options;
  return readSubmission(course, { kind: "path", path: folder }, { from: "/", ...rest });
}

/** The error of a submission that cannot be read. */
async function errorOf(folder: string, options: Partial<ReadOptions> = {}): Promise<string> {
  const error: unknown = await read(folder, options).catch((reason: unknown) => reason);
  if (error instanceof SubmissionError) return error.message;
  throw new Error("the submission was read", { cause: error });
}

/** `base/src/one.ts=text` for every file taken. */
function taken(submission: Submission): string[] {
  return [...submission.files].flatMap(([lab, files]) =>
    [...files].map(([path, file]) => `${lab}/${path}=${file.text}`),
  );
}

const ALL = ["base/src/one.ts=one", "base/src/deep/two.ts=two", "top/src/three.ts=three"];

/** The same files somewhere else. */
function moved(move: (path: string) => string): Files {
  return Object.fromEntries(Object.entries(FILES).map(([path, text]) => [move(path), text]));
}

describe("readSubmission of a folder", () => {
  test("takes the owned files and nothing else", async () => {
    const folder = tempFolder({
      ...FILES,
      "labs/base/src/given.ts": "changed",
      "labs/base/test/one.test.ts": "no tests",
      "labs/base/lab.json": "{}",
      "grader/src/grade/build-report.ts": "all points",
      "node_modules/x/labs/base/src/one.ts": "wrong",
    });
    const submission = await read(folder);
    expect(taken(submission)).toEqual(ALL);
    expect(submission.problems).toEqual([]);
    expect(submission.name).toBe(folder);
    expect(submission.files.get("top")?.get("src/three.ts")?.path).toBe(
      join(folder, "labs/top/src/three.ts"),
    );
  });

  test("resolves a relative path from where the user stands, and keeps the name", async () => {
    const folder = tempFolder(moved((path) => `alice/${path}`));
    const submission = await read("alice", { from: folder });
    expect(submission.name).toBe("alice");
    expect(taken(submission)).toEqual(ALL);
  });

  test.each<[string, (path: string) => string]>([
    ["the course itself", (path) => path],
    ["one folder around everything", (path) => `repo-main/${path}`],
    ["the folder labs", (path) => path.replace("labs/", "")],
    ["a folder around the labs", (path) => path.replace("labs/", "mine/")],
  ])("accepts %s", async (_what, move) => {
    expect(taken(await read(tempFolder(moved(move))))).toEqual(ALL);
  });

  test.each<[string, Files]>([
    ["the lab's src", { "src/one.ts": "one" }],
    ["a folder around the lab's src", { "base/src/one.ts": "one" }],
    ["a folder of any name around src", { "homework/src/one.ts": "one" }],
    ["the bare file", { "one.ts": "one" }],
    ["the bare file in a folder", { "homework/one.ts": "one" }],
  ])("accepts %s of one lab", async (_what, files) => {
    expect(taken(await read(tempFolder(files)))).toEqual(["base/src/one.ts=one"]);
  });

  test("prefers the fullest layout, and never mixes two", async () => {
    const folder = tempFolder({ ...FILES, "one.ts": "bare", "base/src/deep/two.ts": "other" });
    expect(taken(await read(folder))).toEqual(ALL);
    const partly = tempFolder({ "labs/base/src/one.ts": "one", "top/src/three.ts": "three" });
    expect(taken(await read(partly))).toEqual(["base/src/one.ts=one"]);
  });

  test("ignores what macOS adds to archives", async () => {
    const folder = tempFolder({ ...FILES, "__MACOSX/labs/base/src/one.ts": "noise" });
    expect(taken(await read(folder))).toEqual(ALL);
  });

  test("notes a file that is missing, and a lab that is missing as a whole", async () => {
    const submission = await read(tempFolder({ "labs/base/src/one.ts": "one" }));
    expect(submission.problems.map(({ code }) => code)).toEqual([
      "submission/missing-file",
      "submission/missing-file",
    ]);
    expect(submission.problems.map(({ message }) => message.split(" ")[0])).toEqual([
      "labs/base/src/deep/two.ts",
      "labs/top/src",
    ]);
  });

  test("looks only for the labs that are graded", async () => {
    const submission = await read(tempFolder(FILES), { labs: ["base"] });
    expect(taken(submission)).toEqual(ALL.slice(0, 2));
    expect(submission.problems).toEqual([]);
  });

  test("takes a file whose name differs in case, and says so", async () => {
    const folder = tempFolder({ "Labs/Base/src/ONE.ts": "one" });
    const submission = await read(folder, { labs: ["base"] });
    expect(taken(submission)).toEqual(["base/src/one.ts=one"]);
    expect(submission.problems[0]).toEqual({
      code: "submission/renamed-file",
      message: "Labs/Base/src/ONE.ts was taken as labs/base/src/one.ts; mind upper and lower case",
    });
  });

  test("takes the exact name where two differ only in case", async () => {
    const folder = tempFolder({ "labs/base/src/One.ts": "wrong", "labs/base/src/one.ts": "one" });
    expect(taken(await read(folder, { labs: ["base"] }))).toEqual(["base/src/one.ts=one"]);
  });

  test("reads names and texts in every script", async () => {
    const text = "// päß 漢字 🦀 \u202e\n";
    const folder = tempFolder({ "Übung 1 – 漢字 🦀/labs/base/src/one.ts": text });
    expect(taken(await read(folder))).toEqual([`base/src/one.ts=${text}`]);
  });

  test("drops a byte order mark and keeps Windows line ends", async () => {
    const folder = tempFolder({ "labs/base/src/one.ts": "\ufeffa\r\nb" });
    expect(taken(await read(folder))).toEqual(["base/src/one.ts=a\r\nb"]);
  });
});

describe("readSubmission refuses a folder", () => {
  test("that is not there", async () => {
    expect(await errorOf("nothing", { from: "/tmp" })).toBe(
      "submission/not-found: there is no file or folder nothing; check the path",
    );
  });

  test("that is empty, and says what it expected", async () => {
    expect(await errorOf(tempFolder(), { labs: ["top"] })).toBe(
      "submission/no-files: it is empty: expected labs/top/src/three.ts; " +
        "send the folder that holds labs/",
    );
  });

  test("that holds other things, and shows a bounded list of what it expected", async () => {
    const message = await errorOf(tempFolder({ "readme.txt": "hello", "labs/base/src/x.ts": "" }));
    expect(message).toMatch(
      /^submission\/no-files: it contains none of the files: expected labs\//,
    );
  });

  test("with the lab in two folders", async () => {
    const folder = tempFolder({ ...moved((p) => `new/${p}`), ...moved((p) => `old/${p}`) });
    expect(await errorOf(folder)).toBe(
      "submission/ambiguous-layout: it holds lab files both in new and in old; keep one of them",
    );
  });

  test("with two files that differ from the owned one only in case", async () => {
    const folder = tempFolder({ "labs/base/src/One.ts": "1", "labs/base/src/ONE.ts": "2" });
    expect(await errorOf(folder)).toMatch(/^submission\/ambiguous-layout: .*ONE\.ts.*One\.ts/);
  });

  test("with more entries than anybody needs", async () => {
    const limits = { entries: 3, totalBytes: 1e9, fileBytes: 1e6, ratio: 200 };
    expect(await errorOf(tempFolder(FILES), { limits })).toMatch(
      /^submission\/too-large: it holds more than 3 files; send the files you own/,
    );
  });

  test("that is a plain file, but no archive", async () => {
    const folder = tempFolder({
      "one.ts": "one",
      "hand-in.zip": "<html>not found</html>",
      "e.tgz": "",
    });
    expect(await errorOf(join(folder, "one.ts"))).toBe(
      "submission/unsupported: one.ts is a single file; " +
        "hand in a folder, a .zip, .tar.gz, .tgz or .tar, or repository@revision",
    );
    expect(await errorOf(join(folder, "hand-in.zip"))).toMatch(
      /^submission\/broken-archive: hand-in\.zip is not an archive of that kind, or broken/,
    );
    expect(await errorOf(join(folder, "e.tgz"))).toMatch(/^submission\/broken-archive: /);
  });
});

describe("readSubmission refuses an owned file", () => {
  /** The code and message for `labs/base/src/one.ts` in a folder that `prepare` has filled. */
  async function refusal(prepare: (folder: string) => void, fileBytes = 1e6): Promise<string> {
    const folder = tempFolder({ "labs/base/src/deep/two.ts": "two" });
    prepare(folder);
    const limits = { entries: 100, totalBytes: 1e9, fileBytes, ratio: 200 };
    const submission = await read(folder, { labs: ["base"], limits });
    expect(taken(submission)).toEqual(["base/src/deep/two.ts=two"]);
    expect(submission.refused?.map(({ lab, path }) => `${lab}/${path}`)).toEqual([
      "base/src/one.ts",
    ]);
    expect(submission.problems).toEqual(submission.refused?.map(({ problem }) => problem));
    return submission.problems.map(({ code, message }) => `${code}: ${message}`).join();
  }

  test("that is a link, wherever it leads", async () => {
    const link = (target: string) => (folder: string) =>
      symlinkSync(target, join(folder, "labs/base/src/one.ts"));
    const message =
      "submission/symlink: labs/base/src/one.ts is a symbolic link; put the file itself there";
    expect(await refusal(link("/etc/passwd"))).toBe(message);
    expect(await refusal(link("deep/two.ts"))).toBe(message);
    expect(await refusal(link("nowhere"))).toBe(message);
  });

  test("that is a folder", async () => {
    const message = await refusal((folder) => mkdirSync(join(folder, "labs/base/src/one.ts")));
    expect(message).toBe(
      "submission/not-a-file: labs/base/src/one.ts is a folder; put the file there",
    );
  });

  test("that is larger than its limit, but not one that just reaches it", async () => {
    const write = (length: number) => (folder: string) =>
      writeFiles(folder, { "labs/base/src/one.ts": "x".repeat(length) });
    expect(await refusal(write(1025), 1024)).toBe(
      "submission/file-too-large: labs/base/src/one.ts is larger than 1 KiB; shorten it",
    );
    await expect(refusal(write(1024), 1024)).rejects.toThrow();
  });

  test.each<[string, Buffer, RegExp]>([
    ["not UTF-8", Buffer.from([0x2f, 0x2f, 0xe9]), /is not UTF-8; save it as UTF-8/],
    ["UTF-16", Buffer.from("\ufeffconst a = 1;", "utf16le"), /holds NUL bytes \(UTF-16/],
    ["binary", Buffer.from([0x61, 0x00, 0x62]), /holds NUL bytes/],
  ])("that is %s", async (_what, bytes, message) => {
    const text = await refusal((folder) => writeFiles(folder, { "labs/base/src/one.ts": bytes }));
    expect(text).toMatch(/^submission\/not-text: labs\/base\/src\/one\.ts /);
    expect(text).toMatch(message);
  });

  test("behind a link in place of one of its folders", async () => {
    const folder = tempFolder({ "labs/top/src/three.ts": "three", "elsewhere/one.ts": "one" });
    mkdirSync(join(folder, "labs/base"));
    symlinkSync("../../elsewhere", join(folder, "labs/base/src"));
    const submission = await read(folder);
    expect(taken(submission)).toEqual(["top/src/three.ts=three"]);
    expect(submission.refused?.map(({ path, problem }) => `${path} ${problem.code}`)).toEqual([
      "src/one.ts submission/symlink",
      "src/deep/two.ts submission/symlink",
    ]);
    const message = "labs/base/src is a symbolic link; put the file itself there";
    expect(submission.problems).toEqual([{ code: "submission/symlink", message }]);
  });
});

describe("readSubmission of the course's own files", () => {
  const from = "/";
  const sourceOf = (kind: "working-tree" | "solution"): SubmissionSource => ({ kind });

  test("reads the working tree", async () => {
    const course = fixtureCourse();
    const submission = await readSubmission(course, sourceOf("working-tree"), { from });
    expect(submission.name).toBe("working tree");
    expect(submission.files.get("base")?.get("src/one.ts")).toEqual({
      text: "// skeleton of one\n",
      path: `${course.root}/labs/base/src/one.ts`,
    });
  });

  test("takes a working tree whose files were deleted for an untouched one", async () => {
    const course = fixtureCourse();
    for (const path of ["base/src/one.ts", "base/src/deep/two.ts", "top/src/three.ts"]) {
      rmSync(join(course.root, "labs", path));
    }
    const submission = await readSubmission(course, sourceOf("working-tree"), { from });
    expect(taken(submission)).toEqual([]);
    expect(submission.problems.map(({ message }) => message.split(" ")[0])).toEqual([
      "labs/base/src",
      "labs/top/src",
    ]);
  });

  test("reads the reference solution", async () => {
    const course = fixtureCourse();
    const submission = await readSubmission(course, sourceOf("solution"), { from });
    expect(submission.name).toBe("--solution");
    expect(submission.problems).toEqual([]);
    expect(submission.files.get("top")?.get("src/three.ts")?.path).toBe(
      `${course.root}/solution/top/src/three.ts`,
    );
  });

  test("says that a student's copy has no reference solution", async () => {
    const course = fixtureCourse(WITHOUT_SOLUTION);
    await expect(readSubmission(course, sourceOf("solution"), { from })).rejects.toThrow(
      "submission/no-solution: this copy of the course has no reference solution",
    );
  });
});
