/**
 * `tinykv` from its arguments to its exit code, with the outside handed in: the command tree, its
 * help, and the one place where a failure becomes a line on standard error.
 *
 * Exit codes: 0 done; 1 the key of a `get` is absent; 2 everything that fails, from a wrong option
 * to a server that does not answer. (The same three as grep's.)
 */

import { Chalk } from "chalk";
import { Command, CommanderError } from "commander";
import { NotationError } from "./bytes-text.ts";
import { CliError } from "./cli-error.ts";
import { checkOptions } from "./cli-options.ts";
import { RawClient } from "./raw-client.ts";
import { type Command as Action, get, put, remove, scan } from "./raw-commands.ts";

const EXIT_FAILED = 2;

/** What the program writes to. */
export interface CliOutput {
  out(text: string): void;
  err(text: string): void;
  /** Whether each of the two may be coloured. */
  readonly colours: boolean;
}

/** Runs one command. Never rejects; resolves to the exit code. */
export async function runCli(args: readonly string[], output: CliOutput): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(output, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    output.err(`tinykv: ${sentence(error)}\n`);
    return EXIT_FAILED;
  }
}

function sentence(error: unknown): string {
  if (error instanceof CliError || error instanceof NotationError) return error.message;
  if (error instanceof CommanderError) {
    // Help that is shown because a command is missing is not an error message of its own.
    if (error.code === "commander.help") return "say what to do: see the help above.";
    const text = error.message.replace(/^error: /, "").replaceAll("\n", " ");
    return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}; see --help.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function buildProgram(output: CliOutput, onExitCode: (code: number) => void): Command {
  const program = new Command("tinykv")
    .description("Talks to a TinyKV server.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text),
      // Error messages come out of `runCli`, once and as one sentence; help is written as it is.
      writeErr: (text) => output.err(text),
      outputError: () => undefined,
    });
  const raw = program
    .command("raw")
    .description("Single keys and ranges, without transactions.")
    .addHelpText("after", EXAMPLES);
  const add = (usage: string, text: string, action: Action): Command =>
    withCommonOptions(raw.command(usage).description(text)).action(
      async (...all: readonly unknown[]) => {
        const command = all.at(-1) as Command;
        onExitCode(await run(action, command, output));
      },
    );
  add("put <key> <value>", "store a value, over an older one if there is one", put);
  add("get <key>", "print the value of a key; exit code 1 if the key is absent", get);
  add("delete <key>", "remove a key, if it is there", remove);
  add("scan", "print pairs in the order of their keys", scan)
    .option("--start <key>", "the first key to look at", "")
    .option("--limit <n>", "the most pairs to print, or with --all in each page", "100")
    .option("--all", "go on, page by page, until there is no more");
  return program;
}

function withCommonOptions(command: Command): Command {
  return command
    .option("--addr <host:port>", "where the server is", "127.0.0.1:20160")
    .option("--cf <name>", "column family: default, write or lock", "default")
    .option("--hex", "keys and values are written in hex")
    .option("--base64", "keys and values are written in base64")
    .option("--json", "print JSON, one object a line")
    .option("--timeout <ms>", "how long to wait for an answer", "5000")
    .allowExcessArguments(false);
}

const EXAMPLES = `
Examples:
  tinykv raw put fruit apple
  tinykv raw get fruit
  tinykv raw scan --start f --limit 10
  tinykv raw put --hex 00ff 0102
  tinykv raw put -- -1 "a key that begins with a dash comes after two dashes"

Keys and values are UTF-8 text with two escapes: \\xNN is the byte NN, and \\\\ is a backslash.
Exit codes: 0 done, 1 the key of a get is absent, 2 it failed.
`;

async function run(action: Action, command: Command, output: CliOutput): Promise<number> {
  const options = checkOptions(command.opts());
  const client = new RawClient({ addr: options.addr, timeoutMs: options.timeout });
  const chalk = new Chalk({ level: output.colours ? 1 : 0 });
  try {
    return await action(
      {
        client,
        options,
        chalk,
        print: (line) => output.out(`${line}\n`),
        remark: (line) => output.err(`${line}\n`),
      },
      command.args,
    );
  } finally {
    client.close();
  }
}
