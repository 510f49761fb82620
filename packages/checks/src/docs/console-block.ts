/**
 * A ```` ```console ```` block of a page: commands after `$ `, each followed by what it prints.
 *
 * Words after `console` say how the block is treated:
 * - nothing: each command runs, must exit 0 and print exactly what follows it, where `…` stands for
 *   any text within a line and, alone on a line, for any lines;
 * - `exit=N`: as above, and the block's commands exit with N;
 * - `server`: the command stays running until the page ends; what is shown must have been printed;
 * - `checked`: not run, because it would run these very checks or install anew, but it must be a
 *   script of this project.
 */

import type { Code, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { visit } from "unist-util-visit";

export interface ConsoleCommand {
  readonly text: string;
  /** The lines below the command; empty if the page shows none, which accepts any output. */
  readonly expected: readonly string[];
  /** Where the command stands, counted from 1. */
  readonly line: number;
}

export interface ConsoleBlock {
  readonly kind: "run" | "server" | "checked";
  readonly exitCode: number;
  readonly commands: readonly ConsoleCommand[];
}

/** A block that is written in a way that cannot be checked. */
export class ConsoleBlockError extends Error {
  override readonly name = "ConsoleBlockError";
}

const shells = new Set(["sh", "bash", "shell", "zsh", "shell-session"]);

function parseMeta(meta: string, line: number): Pick<ConsoleBlock, "kind" | "exitCode"> {
  let kind: ConsoleBlock["kind"] = "run";
  let exitCode = 0;
  for (const word of meta.split(/\s+/).filter((part) => part !== "")) {
    const exit = /^exit=(\d+)$/.exec(word)?.[1];
    if (exit !== undefined) exitCode = Number(exit);
    else if (word === "server" || word === "checked") kind = word;
    else throw new ConsoleBlockError(`line ${line}: unknown word "${word}" after "console"`);
  }
  return { kind, exitCode };
}

function parseCommands(node: Code, firstLine: number): ConsoleCommand[] {
  const commands: { text: string; expected: string[]; line: number }[] = [];
  const lines = node.value === "" ? [] : node.value.split("\n");
  for (const [index, text] of lines.entries()) {
    const current = commands.at(-1);
    if (text.startsWith("$ ")) {
      commands.push({ text: text.slice(2), expected: [], line: firstLine + index });
    } else if (current === undefined) {
      throw new ConsoleBlockError(`line ${firstLine + index}: output before the first "$ "`);
    } else if (current.expected.length === 0 && current.text.endsWith("\\")) {
      current.text = `${current.text.slice(0, -1)}${text.trim()}`;
    } else {
      current.expected.push(text.trimEnd());
    }
  }
  return commands;
}

/** All console blocks of a page, in their order. @throws {ConsoleBlockError} */
export function consoleBlocks(markdown: string): ConsoleBlock[] {
  const tree: Root = fromMarkdown(markdown);
  const blocks: ConsoleBlock[] = [];
  visit(tree, "code", (node) => {
    const line = node.position?.start.line ?? 0;
    if (shells.has(node.lang ?? "")) {
      throw new ConsoleBlockError(
        `line ${line}: write "console", which is run, not "${node.lang}"`,
      );
    }
    if (node.lang !== "console") return;
    const commands = parseCommands(node, line + 1);
    if (commands.length === 0) throw new ConsoleBlockError(`line ${line}: no command in the block`);
    blocks.push({ ...parseMeta(node.meta ?? "", line), commands });
  });
  return blocks;
}
