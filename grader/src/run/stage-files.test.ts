/** What a label's process finds on disk, and that it is gone afterwards. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { stageFiles } from "./stage-files.ts";
import { createFakeCourse, type FakeLab } from "./testing/fake-lab.ts";

const fake: FakeLab = {
  owned: { "src/owned.ts": "export {};", "src/deep/other.ts": "export {};" },
  earlier: { "src/owned.ts": "export {};" },
  imports: ["@tinykv/earlier", "@tinykv/runtime"],
  tests: {},
};
const { course, lab, remove } = createFakeCourse(fake);
afterAll(remove);

const submitted = (text: string, path: string) => ({ text, path });
const files = new Map([
  ["earlier", new Map([["src/owned.ts", submitted("earlier text", "/home/you/earlier.ts")]])],
  [
    "fake",
    new Map([
      ["src/owned.ts", submitted("own text", join(lab.folder, "src/owned.ts"))],
      ["src/deep/other.ts", submitted("deep text", "work.zip: labs/fake/src/deep/other.ts")],
    ]),
  ],
]);

describe("stageFiles()", () => {
  test("writes the text that was submitted, lab by lab", () => {
    const stage = stageFiles(course, files);
    const text = (name: string, path: string): string =>
      readFileSync(stage.sources[name]?.owned[path]?.file ?? "", "utf8");
    expect(text("earlier", "src/owned.ts")).toBe("earlier text");
    expect(text("fake", "src/owned.ts")).toBe("own text");
    expect(text("fake", "src/deep/other.ts")).toBe("deep text");
    stage.remove();
  });

  test("says how each file is known to a debugger and to a person", () => {
    const stage = stageFiles(course, files);
    const names = (name: string, path: string) => {
      const { source, display } = stage.sources[name]?.owned[path] ?? {};
      return [source, display];
    };
    expect(names("fake", "src/owned.ts")).toEqual([
      join(lab.folder, "src/owned.ts"),
      "labs/fake/src/owned.ts",
    ]);
    expect(names("earlier", "src/owned.ts")).toEqual([
      "/home/you/earlier.ts",
      "labs/earlier/src/owned.ts",
    ]);
    expect(names("fake", "src/deep/other.ts")[1]).toBe("labs/fake/src/deep/other.ts");
    stage.remove();
  });

  test("takes given code from the course, and earlier labs not for packages", () => {
    const stage = stageFiles(course, files);
    expect(stage.sources["fake"]).toMatchObject({
      folder: lab.folder,
      display: "labs/fake",
      imports: ["@tinykv/runtime"],
    });
    stage.remove();
  });

  test("makes folders that nobody else may enter, and removes them", () => {
    const stage = stageFiles(course, files);
    const folder = dirname(stage.tempFolder);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(existsSync(stage.cacheFolder)).toBe(true);
    stage.remove();
    stage.remove();
    expect(existsSync(folder)).toBe(false);
  });
});
