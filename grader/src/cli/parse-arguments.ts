/**
 * Reading command lines (commander). Whatever is wrong with one becomes a `UsageError` in a single
 * sentence; asking for help is an answer and not an error.
 */

import { Command, CommanderError, InvalidArgumentError } from "commander";
import { UsageError } from "../usage-error.ts";
import type { CommandIo } from "./command-io.ts";

/** A command that throws instead of ending the process, and that writes to `io`. */
export function createCommand(name: string, io: CommandIo): Command {
  const help: string[] = [];
  return new Command(name)
    .exitOverride()
    .hook("preAction", (_, action) => refuseTaken(name, action, io.env))
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // What is wrong comes as an exception as well, and is told once.
      writeErr: (text) => help.push(text),
      outputError: () => {},
    });
}

/**
 * Parses `args`, running the actions of the commands that match.
 *
 * @returns false if help was asked for, and has been given
 * @throws {UsageError} `grade/usage`
 */
export async function parseArguments(command: Command, args: readonly string[]): Promise<boolean> {
  try {
    await command.parseAsync(args, { from: "user" });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return false;
    throw new UsageError("grade/usage", sentence(error, command));
  }
}

/**
 * Without `--`, npm takes options for its own. It hands on their values as if they were arguments,
 * and the options themselves as variables, so they can be told apart from a call without them.
 *
 * @throws {UsageError} `grade/usage`
 */
function refuseTaken(name: string, action: Command, env: CommandIo["env"]): void {
  const taken = action.options
    .flatMap(({ long, short }) => [long, short])
    .filter((flag) => flag !== undefined)
    .find((flag) => isSet(env, `npm_config_${flag.replace(/^-+/, "").replaceAll("-", "_")}`));
  if (taken === undefined) return;
  const how = `put \`--\` before the options, as in \`npm run ${name} -- … ${taken} …\``;
  throw new UsageError("grade/usage", `npm has taken ${taken} for an option of its own; ${how}`);
}

const isSet = (env: CommandIo["env"], name: string): boolean => (env[name] ?? "") !== "";

/** commander's words on one line, with the way to help behind them. */
function sentence(error: CommanderError, command: Command): string {
  // Called without a subcommand, commander shows its help as an error, without any message.
  const names = command.commands.map((one) => one.name()).join(", ");
  if (error.code === "commander.help") return `say what to do: ${names}; --help explains them`;
  const text = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  // npm keeps options for itself that come before its own `--`, and passes on their values.
  const dashes =
    error.code === "commander.excessArguments"
      ? "; options come behind `--`, as in `npm run lab -- test 1 -t RawGet`"
      : "";
  return `${text.replace(/\.$/, "")}${dashes}; --help shows what there is`;
}

/** Collects an option that may be given several times, or as a list with commas. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...value.split(",").filter((part) => part !== "")];
}

/** A parser for whole numbers from `min` on. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    const to = max === Number.MAX_SAFE_INTEGER ? "" : ` to ${max}`;
    throw new InvalidArgumentError(`It must be a whole number from ${min}${to}.`);
  };
}

/** A parser for points. */
export function pointsNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("It must be a number of points, such as 7.5.");
}

/** Writes the examples that end every help page. */
export function examples(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const shown = lines.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`);
  return `\nExamples:\n${shown.join("\n")}`;
}
