/** Files for reports: folders are made, and what cannot work is found before the grading. */

import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { tempFolder } from "../testing/temp-folder.ts";
import { UsageError } from "../usage-error.ts";
import { prepareFiles, writeReportFile } from "./report-file.ts";

/** The error of a call with these files, graded being `inputs`; from within `folder`. */
async function refusal(folder: string, outs: string[], inputs: string[] = []): Promise<string> {
  const absolute = inputs.map((path) => join(folder, path));
  const error: unknown = await prepareFiles(outs, folder, absolute).catch(
    (thrown: unknown) => thrown,
  );
  return error instanceof UsageError ? error.message.replaceAll(folder, "HERE") : "none";
}

describe("prepareFiles", () => {
  test("makes the folders, and no files", async () => {
    const folder = tempFolder();
    await prepareFiles(["a/b/report.json", join(folder, "c/report.xml")], folder, []);
    expect(existsSync(join(folder, "a/b"))).toBe(true);
    expect(existsSync(join(folder, "a/b/report.json"))).toBe(false);
    expect(existsSync(join(folder, "c"))).toBe(true);
  });

  test("accepts a file that is there, and leaves it", async () => {
    const folder = tempFolder({ "report.json": "old" });
    await prepareFiles(["report.json"], folder, []);
    expect(readFileSync(join(folder, "report.json"), "utf8")).toBe("old");
  });

  test("refuses a folder, and a path through a file", async () => {
    const folder = tempFolder({ "a/b.txt": "x" });
    const refused = "grade/out: HERE/a cannot be written (it is a folder); choose another file";
    expect(await refusal(folder, ["a"])).toBe(refused);
    expect(await refusal(folder, ["a/b.txt/c.json"])).toMatch(/^grade\/out: HERE\/a\/b\.txt\/c/);
  });

  test("refuses what names no file", async () => {
    const folder = tempFolder({ "a/b.txt": "x" });
    expect(await refusal(folder, [""])).toBe('grade/out: "" names no file; name one');
    expect(await refusal(folder, ["new/"])).toBe('grade/out: "new/" names no file; name one');
    expect(existsSync(join(folder, "new"))).toBe(false);
  });

  test("refuses one file for two reports, by whatever names", async () => {
    const folder = tempFolder({ "old.json": "old" });
    symlinkSync("old.json", join(folder, "link.json"));
    symlinkSync(".", join(folder, "here"));
    const refused = (name: string) =>
      `grade/out: HERE/${name} is named for two reports; give each its own file`;
    expect(await refusal(folder, ["f", "g", "f"])).toBe(refused("f"));
    expect(await refusal(folder, ["new/f", "new/../new/f"])).toBe(refused("new/f"));
    expect(await refusal(folder, ["f", "here/f"])).toBe(refused("here/f"));
    expect(await refusal(folder, ["old.json", "link.json"])).toBe(refused("link.json"));
    expect(await refusal(folder, ["f", "g"])).toBe("none");
    expect(await refusal(folder, ["/dev/null", "/dev/null"])).toBe("none");
  });

  test("refuses to write over what is graded", async () => {
    const folder = tempFolder({ "alice.zip": "zip", "bob/one.ts": "one" });
    symlinkSync("alice.zip", join(folder, "link"));
    const inputs = ["alice.zip", "bob", "bob/one.ts", "nowhere.zip"];
    const refused = (name: string) =>
      `grade/out: HERE/${name} is what is to be graded; choose another file`;
    for (const out of ["alice.zip", "link", "bob", "bob/one.ts", "nowhere.zip"]) {
      expect(await refusal(folder, [out], inputs)).toBe(refused(out));
    }
    expect(await refusal(folder, ["bob/report.json"], inputs)).toBe("none");
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
