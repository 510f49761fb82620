/**
 * `bench engine|raw|raft|sim|checker|all|crash`: runs benchmarks and prints them, as a table or as
 * JSON.
 *
 * Exit codes: 0 done, 1 something was done wrong, by a crash run's server for instance, 2 the call
 * was wrong, or the lab that it needs is not written. Figures never fail a run: a machine may be
 * slow.
 */

import { existsSync } from "node:fs";
import { loadavg } from "node:os";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { checkerBench } from "./checker-bench.ts";
import { ChildFailure, labBench } from "./child-process.ts";
import { addClusterCommands } from "./cluster-commands.ts";
import { crashBench } from "./crash-bench.ts";
import { engineBench } from "./engine-bench.ts";
import type { BenchResult } from "./figure.ts";
import { tableText } from "./print-table.ts";
import { rawBench } from "./raw-bench.ts";
import { readRecorded, record } from "./recorded.ts";

interface BenchFlags {
  readonly seconds: number;
  readonly json?: boolean;
  readonly record?: boolean;
  readonly labs: string;
  readonly profile?: string;
}

interface CrashFlags {
  readonly puts: number;
  readonly callers: number;
  readonly kills: number;
  readonly seed: number;
  readonly labs: string;
  readonly json?: boolean;
}

const BENCHES: Readonly<Record<string, (flags: BenchFlags) => Promise<BenchResult>>> = {
  engine: ({ seconds }) => engineBench(seconds),
  raw: ({ seconds, labs, profile }) => rawBench({ seconds, labs, profile }),
  raft: (flags) => labBench("raft-main.ts", flags),
  sim: (flags) => labBench("sim-main.ts", flags),
  checker: ({ seconds }) => checkerBench(seconds),
};

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("it has to be a number above 0.");
}

function labs(text: string): string {
  if (text === "own" || text === "solution") return text;
  throw new InvalidArgumentError('it is "own" or "solution".');
}

function whole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("it has to be a whole number.");
}

/** The reference solution, or in a copy of the course that has none, the code in `labs/`. */
const DEFAULT_LABS = existsSync(new URL("../../../solution", import.meta.url)) ? "solution" : "own";

/** Colours are for a terminal, unless https://no-color.org is asked for. */
function mayColour(): boolean {
  const refused = process.env["NO_COLOR"] ?? "";
  return process.stdout.isTTY && refused === "";
}

/** Runs the named benchmarks one after the other. */
async function run(names: readonly string[], flags: BenchFlags): Promise<void> {
  const results: BenchResult[] = [];
  // Above 1 there was other work, and the figures are worth less.
  const load = loadavg()[0]?.toFixed(1) ?? "unknown";
  for (const name of names) {
    if (!flags.json) process.stderr.write(`bench ${name}: running ...\n`);
    const bench = BENCHES[name];
    if (bench !== undefined) results.push(await bench(flags));
  }
  const result: BenchResult = {
    figures: results.flatMap(({ figures }) => figures),
    facts: Object.assign(
      { "load of the machine before the run": load },
      ...results.map(({ facts }) => facts),
    ) as BenchResult["facts"],
  };
  const recorded = readRecorded();
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(tableText(result, recorded.figures, mayColour()));
  if (flags.record) record(result);
}

async function runCrash({ json, ...options }: CrashFlags): Promise<void> {
  const say = (line: string): void => {
    if (!json) process.stderr.write(`bench crash: ${line}\n`);
  };
  const result = await crashBench({ ...options, onProgress: say });
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(crashText(result));
  if (result.problems.length > 0) process.exitCode = 1;
}

function crashText(result: Awaited<ReturnType<typeof crashBench>>): string {
  const { acknowledged, cutOff, cutOffButStored, killedAt, problems, seconds, seed } = result;
  const verdict =
    problems.length === 0 ? "every one of them is there" : "NOT all of them are right";
  const lines = [
    `${acknowledged} puts were acknowledged, and ${verdict}.`,
    `kill -9 came ${killedAt.length} times (seed ${seed}), after ${killedAt.join(", ")} of them;`,
    `${cutOff} puts were cut off, of which ${cutOffButStored} had been stored, whole.`,
    `It took ${seconds.toFixed(1)} s, restarts and checks included.`,
  ];
  return [...lines, ...problems.map((problem) => `problem: ${problem}`), ""].join("\n");
}

const EXAMPLES = `
Examples:
  npm run bench -- engine
  npm run bench -- raft --labs own         your own raft
  npm run bench -- sim --profile /tmp      and where its time goes
  npm run bench -- checker --seconds 5
  npm run bench -- all --json
  npm run bench -- clusters --count 1000   random raft clusters, all faults on, and what was in them
  npm run bench -- determinism             every cluster twice: are the traces the same?
`;

function buildProgram(): Command {
  const program = new Command("bench")
    .description("Benchmarks, next to bare libraries in the same run where there are any.")
    .addHelpText("after", EXAMPLES)
    .exitOverride();
  const texts: Readonly<Record<string, string>> = {
    engine: "puts, gets and scans of the engine, next to classic-level and memory-level",
    raw: "puts, gets and scans through gRPC at 1, 64 and 256 callers, next to a bare echo",
    raft: "proposals through three raft nodes in memory, messages as bytes, no simulator",
    sim: "simulated time per second: empty worlds, raft groups idle, loaded, among all faults",
    checker: "a history of 1,000 operations found linearizable, and one that is not, explained",
    all: "all of them",
  };
  for (const [name, text] of Object.entries(texts)) {
    program
      .command(name)
      .description(text)
      .option("--seconds <n>", "how long each contender of each figure runs", positive, 2)
      .option("--json", "print one JSON object")
      .option("--record", "write the figures to recorded.json and docs/benchmarks.md")
      .option(
        "--labs <which>",
        "whose lab code runs: own or solution (raw, raft, sim)",
        labs,
        DEFAULT_LABS,
      )
      .option("--profile <folder>", "write a CPU profile of the lab code there (raw, raft, sim)")
      .action((flags: BenchFlags) => run(name === "all" ? Object.keys(BENCHES) : [name], flags));
  }
  program
    .command("crash")
    .description("kill -9 while clients put, restart, and look for every acknowledged put")
    .option("--puts <n>", "puts to be acknowledged", positive, 100_000)
    .option("--callers <n>", "puts under way at the same time", positive, 64)
    .option("--kills <n>", "how often the server is killed", whole, 3)
    .option("--seed <n>", "decides when", whole, 1)
    .option("--labs <which>", "whose lab code the server runs: own or solution", labs, DEFAULT_LABS)
    .option("--json", "print one JSON object")
    .action(runCrash);
  addClusterCommands(program, { positive, whole, labs, defaultLabs: DEFAULT_LABS });
  return program;
}

try {
  await buildProgram().parseAsync();
} catch (error) {
  if (error instanceof ChildFailure) process.exitCode = error.exitCode;
  else if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else throw error;
}
