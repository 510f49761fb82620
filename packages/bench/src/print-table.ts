/** A run as a table for the terminal, next to the figures that are recorded. */

import { Chalk, type ChalkInstance } from "chalk";
import Table from "cli-table3";
import { type BenchResult, type Figure, percentOf } from "./figure.ts";
import { shown } from "./recorded.ts";

/** The share of the first peer that we aim at, in per cent. */
const AIM_PERCENT = 70;

/** Returns the table and the facts below it. */
export function tableText(
  { figures, facts }: BenchResult,
  recorded: readonly Figure[],
  colours: boolean,
): string {
  const chalk = new Chalk({ level: colours ? 1 : 0 });
  const head = [
    "figure",
    "per second",
    "bare peer",
    "share",
    "p50 ms",
    "p99 ms",
    "CPU µs",
    "recorded",
  ];
  const table = new Table({
    head: head.map((title) => chalk.bold(title)),
    style: { head: [], border: [] },
    colAligns: ["left", "right", "left", "right", "right", "right", "right", "right"],
  });
  for (const figure of figures) {
    const { name, unit, perSecond, peers, latency } = figure;
    const same = recorded.find((old) => old.name === name);
    table.push([
      name,
      `${shown(perSecond)} ${unit}`,
      peers.map((peer) => `${shown(peer.perSecond)} ${peer.name}`).join("\n"),
      peers.map((peer, i) => share(figure, peer, i === 0, chalk)).join("\n"),
      latency?.p50Ms.toFixed(2) ?? "",
      latency?.p99Ms.toFixed(2) ?? "",
      cpuText(figure),
      same === undefined ? "" : recordedText(same),
    ]);
  }
  const lines = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  return [table.toString(), ...lines, ""].join("\n");
}

/** The first peer's share is coloured by the aim; the others only inform. */
function share(
  figure: Figure,
  peer: Figure["peers"][number],
  isFirst: boolean,
  chalk: ChalkInstance,
): string {
  const percent = percentOf(figure, peer);
  const text = `${percent.toFixed(0)} %`;
  if (!isFirst) return chalk.dim(text);
  return percent >= AIM_PERCENT ? chalk.green(text) : chalk.yellow(text);
}

/** Ours, then the peers' in their order; nothing where it was not measured. */
function cpuText(figure: Figure): string {
  if (figure.cpuUs === undefined) return "";
  return [figure, ...figure.peers].map(({ cpuUs }) => cpuUs?.toFixed(0) ?? "?").join(" / ");
}

function recordedText(figure: Figure): string {
  const [first] = figure.peers;
  const percent = first === undefined ? "" : ` (${percentOf(figure, first).toFixed(0)} %)`;
  return `${shown(figure.perSecond)}${percent}`;
}
