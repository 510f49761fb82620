/** Which files of a lab are listed as the course's own, and what makes them the same. */

import { describe, expect, test } from "@jest/globals";
import { courseFiles, fixtureCourse } from "../testing/fixture-course.ts";
import { tempFolder } from "../testing/temp-folder.ts";
import { loadCourse } from "./course.ts";
import { hashGiven, listGivenFiles } from "./given-files.ts";

describe("listGivenFiles()", () => {
  test("has code, tests, their data and lab.json, without what the student owns", () => {
    const folder = tempFolder({
      "lab.json": "{}",
      "README.md": "",
      "src/own.ts": "",
      "src/b.ts": "",
      "src/deep/own.ts": "",
      "src/deep/a.ts": "",
      "src/.b.ts.swp": "",
      "test/one.test.ts": "",
      "testdata/case.txt": "",
      "node_modules/x/src/y.ts": "",
    });
    expect(listGivenFiles(folder, ["src/own.ts", "src/deep/own.ts"])).toEqual([
      ...["lab.json", "src/b.ts", "src/deep/a.ts", "test/one.test.ts", "testdata/case.txt"],
    ]);
  });

  test("does without folders that a lab does not have", () => {
    expect(listGivenFiles(tempFolder({ "lab.json": "{}" }), [])).toEqual(["lab.json"]);
  });
});

describe("hashGiven()", () => {
  test("is SHA-256, and does not see the line ends of Windows", () => {
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(hashGiven(Buffer.from("abc"))).toBe(abc);
    expect(hashGiven(Buffer.from("a\r\nb"))).toBe(hashGiven(Buffer.from("a\nb")));
    expect(hashGiven(Buffer.from("a\rb"))).not.toBe(hashGiven(Buffer.from("a\nb")));
    expect(hashGiven(Buffer.from([0xff]))).not.toBe(hashGiven(Buffer.from([0xfe])));
  });
});

describe("loadCourse()", () => {
  test("knows the list of a lab that has one", () => {
    const hash = hashGiven(Buffer.from(""));
    const list = { "labs/base/given.json": JSON.stringify({ "src/given.ts": hash }) };
    const given = fixtureCourse(list).labs.map((lab) => lab.given);
    expect(given).toEqual([{ "src/given.ts": hash }, undefined]);
  });

  test("names what is wrong with a list", () => {
    const list = { "labs/base/given.json": JSON.stringify({ "src/given.ts": "no hash" }) };
    const root = tempFolder(courseFiles(list));
    expect(() => loadCourse(root)).toThrow("course/config: labs/base/given.json: src/given.ts");
  });
});
