/**
 * The figures that a maintainer has recorded: `recorded.json` holds them, docs/benchmarks.md shows
 * them, and every run is printed next to them. Recorded figures come from one machine on one day;
 * they say what to expect of the shares, not of the numbers.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { type BenchResult, cpuText, type Figure, percentText } from "./figure.ts";

const RECORDED = fileURLToPath(new URL("../recorded.json", import.meta.url));
const PAGE = fileURLToPath(new URL("../../../docs/benchmarks.md", import.meta.url));

/** Between these two lines the page is generated. */
const BEGIN = "<!-- recorded figures: written by `npm run bench -- all --record` -->";
const END = "<!-- end of recorded figures -->";

/** What the file holds. */
export interface Recorded extends BenchResult {
  /** Node's version and the processors, in words. */
  readonly machine: string;
}

/** Reads what is recorded. */
export function readRecorded(): Recorded {
  return JSON.parse(readFileSync(RECORDED, "utf8")) as Recorded;
}

/** Records a run. Writes the file and the page. */
export function record(result: BenchResult): void {
  const machine = `Node ${process.versions.node}, ${cpus().length} processors`;
  const recorded = withResult(readRecorded(), { ...result, machine });
  writeFileSync(RECORDED, `${JSON.stringify(recorded, null, 2)}\n`);
  writeFileSync(PAGE, withTable(readFileSync(PAGE, "utf8"), recorded));
}

/** What is recorded after a run: figures of the same name are replaced, others stay. */
export function withResult(old: Recorded, { machine, facts, figures }: Recorded): Recorded {
  const names = new Set(figures.map(({ name }) => name));
  const others = old.figures.filter(({ name }) => !names.has(name));
  return {
    machine,
    facts: { ...old.facts, ...facts },
    figures: [...others, ...figures].toSorted((a, b) => orderOf(a) - orderOf(b)),
  };
}

/** Benchmarks in the order of `bench all`; within one of them the order of the run. */
const ORDER: readonly string[] = ["engine", "raw", "raft", "sim", "checker"];

function orderOf({ name }: Figure): number {
  return ORDER.indexOf(name.split(" ", 1)[0] ?? "");
}

/** Where docs/benchmarks.md is. */
export function readPage(): string {
  return readFileSync(PAGE, "utf8");
}

/** The page with its generated part made anew. */
export function withTable(page: string, recorded: Recorded): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/benchmarks.md lacks its two marks: ${BEGIN}`);
  return `${page.slice(0, begin) + BEGIN}\n\n${markdown(recorded)}\n${page.slice(end)}`;
}

function markdown({ machine, facts, figures }: Recorded): string {
  const factLines = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  const rows = figures.map((figure) => {
    const { name, unit, perSecond, peers, latency } = figure;
    const shares = peers.map(
      (peer) => `${shown(peer.perSecond)} ${peer.name} (${percentText(peer)})`,
    );
    const times = latency ? `${latency.p50Ms.toFixed(2)} / ${latency.p99Ms.toFixed(2)}` : "";
    const cells = [name, `${shown(perSecond)} ${unit}`, shares.join(", "), times, cpuText(figure)];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    `Recorded with ${[machine, ...factLines].join("; ")}. Figures are per second.`,
    "",
    "| figure | ours | bare, in the same run (our share) | p50 / p99 in ms | CPU µs a call |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** A rate with three digits that count: `1.23 M`, `45.6 k`, `789`. */
export function shown(perSecond: number): string {
  if (perSecond >= 1_000_000) return `${(perSecond / 1_000_000).toPrecision(3)} M`;
  if (perSecond >= 1_000) return `${(perSecond / 1_000).toPrecision(3)} k`;
  return perSecond.toPrecision(3);
}
