/** A run as a table for the terminal, next to the figures that are recorded. */

import { Chalk, type ChalkInstance } from "chalk";
import Table from "cli-table3";
import { type BenchResult, cpuText, type Figure, type Peer, percentText } from "./figure.ts";
import { shown } from "./recorded.ts";

/** The part of the first peer's figure that we aim at. */
const AIM = 0.7;

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
      peers.map((peer, i) => shareText(peer, i === 0, chalk)).join("\n"),
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
function shareText(peer: Peer, isFirst: boolean, chalk: ChalkInstance): string {
  const text = percentText(peer);
  if (!isFirst) return chalk.dim(text);
  return peer.share >= AIM ? chalk.green(text) : chalk.yellow(text);
}

function recordedText({ perSecond, peers: [first] }: Figure): string {
  return `${shown(perSecond)}${first === undefined ? "" : ` (${percentText(first)})`}`;
}
