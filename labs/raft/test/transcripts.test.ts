/**
 * The stories of `testdata`, a test for each: whole clusters, command by command.
 *
 * How a story is written, and how its output is written anew: `testdata/README.md`.
 */

import { readdirSync, readFileSync } from "node:fs";
import { type LabContext, labTest } from "@tinykv/lab-kit";
import { lab } from "./raft-lab.ts";
import { Story } from "./story-commands.ts";
import { type Exchange, parseTranscript } from "./transcript.ts";

const folder = new URL("../testdata/", import.meta.url);

/** Does one command, whose output must be this, line by line. */
function check(t: LabContext, story: Story, { command, output }: Exchange): void {
  t.stepNow(command, () => {
    const got = story.run(command);
    const lines = Math.max(got.length, output.length);
    for (let at = 0; at < lines; at += 1) {
      t.expectEqual(got[at] ?? "no line", output[at] ?? "no line", `line ${at + 1}`);
    }
  });
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(".txt"))) {
  labTest(`story ${file.replace(".txt", "")}`, (t) => {
    const story = new Story((config) => lab.newRawNode(config), t.random);
    const exchanges = parseTranscript(readFileSync(new URL(file, folder), "utf8"));
    for (const exchange of exchanges) check(t, story, exchange);
  });
}
