/** Which files of a lab are its tests, and in which order they run. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "@jest/globals";
import { testFiles } from "./test-files.ts";

const lab = mkdtempSync(join(tmpdir(), "tinykv-kit-"));
afterAll(() => rmSync(lab, { recursive: true }));

test("test files are all below `test`, the largest first, and by name", () => {
  mkdirSync(join(lab, "test", "deep"), { recursive: true });
  mkdirSync(join(lab, "src"));
  const sizes = { "b.test.ts": 1, "a.test.ts": 1, "deep/c.test.ts": 9, "fixture.ts": 99 };
  for (const [name, size] of Object.entries(sizes)) {
    writeFileSync(join(lab, "test", name), "x".repeat(size));
  }
  writeFileSync(join(lab, "src", "d.test.ts"), "");
  const folder = pathToFileURL(join(lab, "test")).href;
  const names = ["deep/c.test.ts", "a.test.ts", "b.test.ts"];
  expect(testFiles(lab)).toEqual(names.map((name) => `${folder}/${name}`));
});
