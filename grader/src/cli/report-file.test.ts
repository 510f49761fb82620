/** Files for reports: folders are made, and what cannot work is found before the grading. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { tempFolder } from "../testing/temp-folder.ts";
import { prepareFile, writeReportFile } from "./report-file.ts";

describe("prepareFile", () => {
  test("makes the folders, and no file", async () => {
    const folder = tempFolder();
    await prepareFile(join(folder, "a/b/report.json"));
    expect(existsSync(join(folder, "a/b"))).toBe(true);
    expect(existsSync(join(folder, "a/b/report.json"))).toBe(false);
  });

  test("accepts a file that is there, and leaves it", async () => {
    const folder = tempFolder({ "report.json": "old" });
    await prepareFile(join(folder, "report.json"));
    expect(readFileSync(join(folder, "report.json"), "utf8")).toBe("old");
  });

  test("refuses a folder, and a path through a file", async () => {
    const folder = tempFolder({ "a/b.txt": "x" });
    await expect(prepareFile(join(folder, "a"))).rejects.toThrow(
      /^grade\/out: .*\/a cannot be written \(it is a folder\); choose another file$/,
    );
    await expect(prepareFile(join(folder, "a/b.txt/c.json"))).rejects.toThrow(/^grade\/out: /);
  });
});

describe("writeReportFile", () => {
  test("writes, and writes over what was there", async () => {
    const path = join(tempFolder({ "report.txt": "old and longer" }), "report.txt");
    await writeReportFile(path, "漢字\n");
    expect(readFileSync(path, "utf8")).toBe("漢字\n");
  });

  test("says which file could not be written", async () => {
    await expect(writeReportFile(join(tempFolder(), "gone/x"), "x")).rejects.toThrow(
      /^grade\/out: .*gone\/x cannot be written \(ENOENT\); choose another file$/,
    );
  });
});
