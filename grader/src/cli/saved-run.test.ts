/** A kept run is read as it was written; what is no kept run is refused in a sentence. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { readSavedRun } from "./saved-run.ts";

const folder = mkdtempSync(join(tmpdir(), "tinykv-saved-run-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string): unknown {
  const path = join(folder, "run.json");
  writeFileSync(path, text);
  return readSavedRun(path, "run.json");
}

describe("readSavedRun()", () => {
  test("gives label, test and plan", () => {
    const run = { label: "2AB", test: "sim: a log", failure: "log matching", plan: { seed: 4 } };
    expect(read(JSON.stringify(run))).toEqual(run);
  });

  test.each([
    ["no JSON", "{", "run.json is no kept run: it is not JSON"],
    ["another kind of value", "[1]", "run.json is no kept run: it: Invalid input"],
    ["no label", '{"test":"x","plan":{}}', "run.json is no kept run: label: Invalid input"],
    ["a plan that is none", '{"label":"1","test":"x","plan":7}', "run.json is no kept run: plan: "],
    ["far too much", " ".repeat(100_001), "it has 100001 bytes, and 100000 at most"],
  ])("refuses %s, and says what to give", (_what, text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
    expect(() => read(text)).toThrow("give the seed or the .json file that the failure printed");
  });

  test("refuses a file that is not there", () => {
    const path = join(folder, "nothing.json");
    expect(() => readSavedRun(path, "nothing.json")).toThrow(
      "lab/no-replay: there is nothing to replay: nothing.json is neither a seed nor a file",
    );
  });
});
