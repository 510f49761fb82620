/**
 * Maintainers only: writes the output of all stories in `testdata` anew, as the reference solution
 * shows it. Read the difference before you commit it. How to run it: `testdata/README.md`.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { seededRandom } from "@tinykv/runtime/real";
import { newRawNode } from "../src/index.ts";
import { Story } from "./story-commands.ts";
import { formatTranscript, parseTranscript } from "./transcript.ts";

const folder = new URL("../testdata/", import.meta.url);

for (const name of readdirSync(folder).filter((file) => file.endsWith(".txt"))) {
  const file = new URL(name, folder);
  const text = readFileSync(file, "utf8");
  const story = new Story(newRawNode, seededRandom(1));
  const exchanges = parseTranscript(text).map((exchange) => {
    try {
      return { ...exchange, output: story.run(exchange.command) };
    } catch (error) {
      throw new Error(`${name}, at "${exchange.command}"`, { cause: error });
    }
  });
  writeFileSync(file, formatTranscript(exchanges));
}
