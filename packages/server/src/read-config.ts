/**
 * Where the settings of tinykv-server come from: the command line, then the config file it names,
 * then the defaults. Flags win over the file, key by key.
 *
 * Whatever is wrong ends as one {@link UsageError} with one sentence that names the place
 * (`--addr`, or `addr in server.yaml`) and says what would be right; `main.ts` prints it and leaves
 * with 2.
 */

import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { formatHostPort, type HostPort } from "@tinykv/runtime/net";
import { Command, CommanderError } from "commander";
import { parseDocument } from "yaml";
import {
  SETTING_HELP,
  type ServerConfig,
  type SettingName,
  serverConfigSchema,
} from "./server-config.ts";

/** The call itself is wrong. The message is one sentence for the person who made it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: "run"; readonly config: ServerConfig; readonly solution: boolean }
  /** `--help`: print the text, and that is all. */
  | { readonly kind: "help"; readonly text: string };

const settingNames = Object.keys(SETTING_HELP) as SettingName[];

/**
 * Reads a command line and the config file it names.
 *
 * @param args the arguments after the script's name
 * @param folder what relative paths, in the file as well, are relative to
 * @throws {UsageError} if anything about them is wrong
 */
export function readCommandLine(args: readonly string[], folder: string): CommandLine {
  let help = "";
  const command = buildCommand((text) => {
    help += text;
  });
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return { kind: "help", text: help };
    throw new UsageError(oneSentence(error.message));
  }
  const { config: file, solution = false, ...flags } = command.opts<RawFlags>();
  const settings = byFlagName(flags);
  const merged = checked(settings, file === undefined ? undefined : readFile(file, folder));
  return { kind: "run", solution, config: { ...merged, path: resolve(folder, merged.path) } };
}

type RawFlags = Record<string, unknown> & {
  readonly config?: string;
  readonly solution?: boolean;
};

interface ConfigFile {
  /** Its name as a sentence has it. */
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

function buildCommand(onHelp: (text: string) => void): Command {
  const command = new Command("tinykv-server")
    .description("Serves TinyKV over gRPC from the code in labs/, with its data on disk.")
    .exitOverride()
    .configureOutput({ writeOut: onHelp, writeErr: () => undefined })
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false);
  const defaults = serverConfigSchema.parse({});
  for (const name of settingNames) {
    const { value, text } = SETTING_HELP[name];
    command.option(`--${name} ${value}`, `${text} (default: ${asText(defaults[name])})`);
  }
  return command
    .option("--config <file>", "a YAML file with the same settings, without the dashes; flags win")
    .option("--solution", "run the reference solution instead of the code in labs/")
    .addHelpText("after", HELP_EXAMPLES);
}

const HELP_EXAMPLES = `
Examples:
  npm run server -- --solution
  npm run server -- --addr 127.0.0.1:0 --path data/mine --metrics-addr off

It prints one line when it is ready, logs to standard error, and stops cleanly on Ctrl-C or SIGTERM.
Exit codes: 0 stopped as asked, 1 could not run (folder or port in use), 2 the call was wrong.
`;

/** A default as `--help` shows it. */
function asText(value: boolean | number | string | HostPort): string {
  return typeof value === "object" ? formatHostPort(value) : String(value);
}

/** Commander's message (several lines, "error: " first) as one sentence. */
function oneSentence(message: string): string {
  const text = message
    .replace(/^error: /, "")
    .replaceAll("\n", " ")
    .replace(/\.$/, "");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}; see --help.`;
}

/** Commander's camelCase names turned back into the names of flags. */
function byFlagName(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = Object.entries(flags).map(([name, value]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    value,
  ]);
  return Object.fromEntries(named) as Record<string, unknown>;
}

function readFile(path: string, folder: string): ConfigFile {
  const name = basename(path);
  let text: string;
  try {
    text = readFileSync(resolve(folder, path), "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    const reason = code === "ENOENT" ? "it does not exist" : code;
    throw new UsageError(`The config file ${path} cannot be read: ${reason}.`);
  }
  const settings = parsedYaml(text, name) ?? {};
  if (typeof settings !== "object" || Array.isArray(settings)) {
    throw new UsageError(`${name} is not a list of settings such as "addr: 127.0.0.1:20160".`);
  }
  return { name, settings: settings as Record<string, unknown> };
}

/** What a YAML text says. Aliases are refused: a small file could stand for a huge one. */
function parsedYaml(text: string, name: string): unknown {
  try {
    const document = parseDocument(text);
    const [problem] = document.errors;
    if (problem !== undefined) throw problem;
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    const [firstLine = ""] = (error as Error).message.split("\n");
    throw new UsageError(`${name} is not YAML that can be used: ${firstLine.replace(/:?$/, "")}.`);
  }
}

/** Merges and checks; the sentence of a bad value names the place it came from. */
function checked(flags: Record<string, unknown>, file: ConfigFile | undefined): ServerConfig {
  const result = serverConfigSchema.safeParse({ ...file?.settings, ...flags });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    const known = settingNames.join(", ");
    throw new UsageError(
      `${file?.name ?? "The config"} has the unknown setting "${key}"; there are ${known}.`,
    );
  }
  const key = String(issue?.path[0]);
  const place = key in flags ? `--${key}` : `${key} in ${file?.name ?? "the config"}`;
  throw new UsageError(`${place}: ${issue?.message ?? "is wrong"}.`);
}
