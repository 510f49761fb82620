/** Commands that a person can paste into a shell, whatever is in a name. */

import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { quote, replayCommand } from "./replay-command.ts";

const RUN = { label: "1", test: "TestRawGet1 (disk)", seed: 7 };

describe("replayCommand", () => {
  test("is `lab test` for the working tree, which is where a student works", () => {
    expect(replayCommand({ ...RUN, submission: "working tree" })).toBe(
      "npm run lab -- test 1 -t 'TestRawGet1 (disk)' --seed 7",
    );
  });

  test("grades the same submission again for any other", () => {
    expect(replayCommand({ ...RUN, submission: "class/alice.zip" })).toBe(
      "npm run grade -- class/alice.zip --label 1 -t 'TestRawGet1 (disk)' --seed 7",
    );
    expect(replayCommand({ ...RUN, submission: "--solution" })).toContain(
      "-- --solution --label 1",
    );
  });
});

describe("quote", () => {
  test.each([
    "plain",
    "two words",
    "it's",
    "$(touch /tmp/x) `id` $HOME",
    'a"b\\c',
    "漢字 🦀",
    "*",
    "",
    "~",
    "!x",
  ])("gives a shell back the word %j", (word) => {
    const output = execFileSync("sh", ["-c", `printf %s ${quote(word)}`], { encoding: "utf8" });
    expect(output).toBe(word);
  });

  test("drops what could act on the terminal that it is pasted into", () => {
    expect(quote("a\u001b[2Jb\nrm -rf c\u0085")).toBe("'a[2Jbrm -rf c'");
  });
});
