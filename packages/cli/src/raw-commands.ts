/**
 * `tinykv raw put|get|delete|scan`: what each command does and prints.
 *
 * Results go to standard output and nothing else does, so a pipe gets clean data; remarks for a
 * person ("not found", "there may be more") go to standard error.
 */

import type { KvPair } from "@tinykv/proto";
import type { ChalkInstance } from "chalk";
import Table from "cli-table3";
import { bytesToText, type Notation, textToBytes } from "./bytes-text.ts";
import type { CliOptions } from "./cli-options.ts";
import type { RawClient } from "./raw-client.ts";

/** Done; the key is absent. The third exit code, 2, is for everything that fails. */
export const EXIT_OK = 0;
export const EXIT_ABSENT = 1;

/** What a command works with. */
export interface CommandContext {
  readonly client: RawClient;
  readonly options: CliOptions;
  /** Colours, or none where there is no terminal. */
  readonly chalk: ChalkInstance;
  /** Prints a line to standard output. */
  readonly print: (line: string) => void;
  /** Prints a line to standard error. */
  readonly remark: (line: string) => void;
}

/** A command: resolves to the exit code. */
export type Command = (context: CommandContext, args: readonly string[]) => Promise<number>;

/** `put KEY VALUE` */
export const put: Command = async (context, [keyText = "", valueText = ""]) => {
  const { client, options, print } = context;
  const notation = notationOf(options);
  const key = textToBytes(keyText, notation);
  const value = textToBytes(valueText, notation);
  await client.put(options.cf, key, value);
  print(options.json ? JSON.stringify({ key: bytesToText(key, notation), ok: true }) : "ok");
  return EXIT_OK;
};

/** `get KEY` */
export const get: Command = async (context, [keyText = ""]) => {
  const { client, options, chalk, print, remark } = context;
  const notation = notationOf(options);
  const key = textToBytes(keyText, notation);
  const value = await client.get(options.cf, key);
  const shownKey = bytesToText(key, notation);
  const shownValue = value === undefined ? null : bytesToText(value, notation);
  if (options.json) {
    print(JSON.stringify({ key: shownKey, found: value !== undefined, value: shownValue }));
  } else if (shownValue === null) {
    remark(chalk.yellow(`not found: ${shownKey} (column family ${options.cf})`));
  } else {
    print(shownValue);
  }
  return value === undefined ? EXIT_ABSENT : EXIT_OK;
};

/** `delete KEY` */
export const remove: Command = async (context, [keyText = ""]) => {
  const { client, options, print } = context;
  const notation = notationOf(options);
  const key = textToBytes(keyText, notation);
  await client.delete(options.cf, key);
  print(options.json ? JSON.stringify({ key: bytesToText(key, notation), ok: true }) : "ok");
  return EXIT_OK;
};

/** `scan [--start KEY] [--limit N] [--all]` */
export const scan: Command = async (context) => {
  const { client, options, chalk, remark } = context;
  const notation = notationOf(options);
  let start = textToBytes(options.start, notation);
  for (;;) {
    const page = await client.scan(options.cf, start, options.limit);
    printPage(context, page, notation);
    const last = page.at(-1);
    if (last === undefined || page.length < options.limit) return EXIT_OK;
    // The smallest key behind a key is the key followed by a zero byte.
    start = Buffer.concat([last.key, Buffer.of(0)]);
    if (options.all) continue;
    const next = bytesToText(start, notation);
    remark(chalk.dim(`there may be more: go on with --start '${next}', or take --all`));
    return EXIT_OK;
  }
};

function notationOf({ hex, base64 }: CliOptions): Notation {
  if (hex) return "hex";
  return base64 ? "base64" : "text";
}

function printPage(
  { options, chalk, print }: CommandContext,
  page: readonly KvPair[],
  notation: Notation,
): void {
  const shown = page.map(({ key, value }) => ({
    key: bytesToText(key, notation),
    value: bytesToText(value, notation),
  }));
  if (options.json) {
    for (const pair of shown) print(JSON.stringify(pair));
    return;
  }
  if (shown.length === 0) return;
  // The table's own colours ask no terminal: the only ones are those that chalk puts in.
  const style = { "padding-left": 0, "padding-right": 0, head: [], border: [] };
  const table = new Table({ chars: NO_BORDERS, style });
  table.push(...shown.map(({ key, value }) => [chalk.cyan(key), value]));
  for (const line of table.toString().split("\n")) print(line.trimEnd());
}

/** Two columns with two spaces between them, and nothing drawn around them. */
const NO_BORDERS = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "" },
  middle: "  ",
};
