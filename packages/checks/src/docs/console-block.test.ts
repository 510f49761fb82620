/** The blocks of a page that are commands: how they are told apart, and what cannot be checked. */

import { describe, expect, test } from "@jest/globals";
import { consoleBlocks } from "./console-block.ts";

const fence = "```";

function page(...lines: string[]): string {
  return lines.join("\n");
}

describe("consoleBlocks()", () => {
  test("reads commands with the lines that follow each, and where they stand", () => {
    const blocks = consoleBlocks(
      page("# T", "", `${fence}console`, "$ echo a", "a", "", "b  ", "$ true", fence),
    );
    expect(blocks).toEqual([
      {
        kind: "run",
        exitCode: 0,
        commands: [
          { text: "echo a", expected: ["a", "", "b"], line: 4 },
          { text: "true", expected: [], line: 8 },
        ],
      },
    ]);
  });

  test("joins a command that goes on in the next line", () => {
    const [block] = consoleBlocks(page(`${fence}console`, "$ echo a \\", "    b", "a b", fence));
    expect(block?.commands).toEqual([{ text: "echo a b", expected: ["a b"], line: 2 }]);
  });

  test("reads what is said after the language", () => {
    const blocks = consoleBlocks(
      page(`${fence}console exit=2`, "$ false", fence, "", `${fence}console server`, "$ x", fence),
    );
    expect(blocks.map(({ kind, exitCode }) => [kind, exitCode])).toEqual([
      ["run", 2],
      ["server", 0],
    ]);
  });

  test("leaves blocks of other languages alone", () => {
    expect(consoleBlocks(page(`${fence}ts`, "$ echo a", fence, "", "    $ echo b"))).toEqual([]);
  });

  test.each([
    ["an unknown word", [`${fence}console sever`, "$ x", fence], 'unknown word "sever"'],
    ["output before a command", [`${fence}console`, "x", fence], "line 2: output before the first"],
    ["a block without command", [`${fence}console`, fence], "no command in the block"],
    ["a shell block, which nothing would run", [`${fence}sh`, "ls", fence], 'write "console"'],
  ])("refuses %s", (_what, lines, message) => {
    expect(() => consoleBlocks(page(...lines))).toThrow(message);
  });
});
