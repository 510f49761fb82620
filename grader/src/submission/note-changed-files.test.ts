/**
 * Files of the course that a submission has changed: never taken, always told, in whatever shape it
 * comes.
 */

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { execa } from "execa";
import type { Course } from "../course/course.ts";
import { fixtureCourse, WITH_GIVEN } from "../testing/fixture-course.ts";
import { makeTarGz } from "../testing/make-tar.ts";
import { makeZip } from "../testing/make-zip.ts";
import { type Files, tempFolder, writeFiles } from "../testing/temp-folder.ts";
import { readSubmission } from "./read-submission.ts";

const OWNED = { "labs/base/src/one.ts": "one", "labs/base/src/deep/two.ts": "two" };
const CHANGED = { ...OWNED, "labs/base/src/given.ts": "mine" };
const NOTE = "labs/base/src/given.ts differs from the course's; the original is used";

const given = (): Course => fixtureCourse(WITH_GIVEN);

/** The notes on given files of the submission at `path`. */
async function notes(path: string, course = given()): Promise<string[]> {
  const read = await readSubmission(course, { kind: "path", path }, { from: "/", labs: ["base"] });
  return read.problems
    .filter(({ code }) => code === "submission/given-file")
    .map(({ message }) => message);
}

/** The same files somewhere else. */
const moved = (files: Files, move: (path: string) => string): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [move(path), text]));

/** The files as entries of an archive. */
const entries = (files: Files) => Object.entries(files).map(([name, data]) => ({ name, data }));

describe("a changed given file is told", () => {
  test.each<[string, (path: string) => string]>([
    ["of the course itself", (path) => path],
    ["with a folder around it", (path) => `repo-main/${path}`],
    ["of the lab", (path) => path.replace("labs/", "")],
    ["of the lab's src", (path) => path.replace("labs/base/", "")],
    ["of bare files", (path) => path.slice(path.lastIndexOf("/") + 1)],
  ])("in a folder %s", async (_what, move) => {
    expect(await notes(tempFolder(moved(CHANGED, move)))).toEqual([NOTE]);
  });

  test("in archives, and in a git revision", async () => {
    const folder = tempFolder({
      "a.zip": makeZip(entries(CHANGED)),
      "a.tgz": makeTarGz(entries(CHANGED)),
    });
    expect(await notes(join(folder, "a.zip"))).toEqual([NOTE]);
    expect(await notes(join(folder, "a.tgz"))).toEqual([NOTE]);

    const repository = tempFolder(CHANGED);
    const user = ["-c", "user.name=a", "-c", "user.email=a@b"];
    await execa("git", ["init", "-q"], { cwd: repository });
    await execa("git", ["add", "."], { cwd: repository });
    await execa("git", [...user, "commit", "-qm", "all"], { cwd: repository });
    expect(await notes(`${repository}@HEAD`)).toEqual([NOTE]);
  });

  test("in the working tree, which runs on it", async () => {
    const course = given();
    writeFiles(course.root, { "labs/base/src/given.ts": "mine" });
    const read = await readSubmission(course, { kind: "working-tree" }, { from: "/" });
    expect(read.problems).toEqual([
      {
        code: "submission/given-file",
        message:
          "labs/base/src/given.ts differs from the course's; " +
          "the original is used when you are graded, so get it back",
      },
    ]);
  });

  test("in a copy of the course that has changed it, too", async () => {
    const course = given();
    writeFiles(course.root, { "labs/base/src/given.ts": "mine", "labs/base/lab.json": "{}" });
    const files = { ...CHANGED, "labs/base/lab.json": "{}" };
    expect(await notes(tempFolder(files), course)).toEqual([
      "labs/base/lab.json, labs/base/src/given.ts differ from the course's; " +
        "the originals are used when you are graded, so get them back",
    ]);
  });

  test("in one sentence, however many there are", async () => {
    const all = { "labs/base/lab.json": "{}", "labs/base/test/one.test.ts": "" };
    expect(await notes(tempFolder({ ...CHANGED, ...all }))).toEqual([
      "labs/base/lab.json, labs/base/src/given.ts, labs/base/test/one.test.ts differ from the " +
        "course's; the originals are used",
    ]);
  });

  test("if it is a link", async () => {
    const folder = tempFolder({ ...OWNED, elsewhere: "// given\n" });
    symlinkSync(join(folder, "elsewhere"), join(folder, "labs/base/src/given.ts"));
    expect(await notes(folder)).toEqual([NOTE]);
  });
});

describe("nothing is told of", () => {
  test("a file that is as the course has it, whatever its line ends", async () => {
    expect(await notes(tempFolder({ ...OWNED, "labs/base/src/given.ts": "// given\r\n" }))).toEqual(
      [],
    );
  });

  test("a file that was not handed in, or that the course does not have", async () => {
    expect(await notes(tempFolder({ ...OWNED, "labs/base/src/notes.ts": "x" }))).toEqual([]);
  });

  test("a course that has not listed its files", async () => {
    expect(await notes(tempFolder(CHANGED), fixtureCourse())).toEqual([]);
  });

  test("files that two labs would share", async () => {
    const files = { "src/one.ts": "one", "src/three.ts": "three", "src/given.ts": "whose?" };
    const path = tempFolder(files);
    const read = await readSubmission(given(), { kind: "path", path }, { from: "/" });
    expect(read.problems.filter(({ code }) => code === "submission/given-file")).toEqual([]);
  });
});
