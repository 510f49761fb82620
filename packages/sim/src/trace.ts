/**
 * The trace of a world: one line per event, and per thing worth telling that happened within one.
 *
 * The last lines are always kept, for the message of a failure. They are kept as they came and are
 * put into words only when somebody asks, because a world runs through 100,000 of them in a second.
 * A sink gets every line in words, and costs accordingly. The same seed and the same code give the
 * same lines, byte for byte.
 *
 * A detail may be a function, for the same reason. It has to say the same whenever it is called:
 * what it looks at must not change any more.
 */

import type { traceKinds } from "./trace-legend.ts";

/** What a line is about; `traceLegend()` explains each. */
export type TraceKind = keyof typeof traceKinds;

/** The last column of a line, or how to find it out later. */
export type TraceDetail = string | (() => string);

/** One line, before it is put into words. */
export interface TraceEntry {
  readonly step: number;
  readonly atUs: number;
  /** Where it happened; empty if it is about the world. */
  readonly node: string;
  readonly kind: TraceKind;
  readonly detail: TraceDetail;
}

/** Gets every line, without a line break. */
export type TraceSink = (line: string) => void;

/** Gets every line before it is put into words. */
export type EntrySink = (entry: TraceEntry) => void;

/** What a trace keeps, and for whom. */
export interface TraceOptions {
  /** How many of the last lines are kept. Default 200. */
  readonly keepLines?: number;
  readonly sinks?: readonly TraceSink[];
  readonly entrySinks?: readonly EntrySink[];
}

const STEP_WIDTH = 8;
const TIME_WIDTH = 13;
const NODE_WIDTH = 6;
const KIND_WIDTH = 9;
const KEEP_LINES = 200;

/** The names of the columns, as wide as the columns. */
export const TRACE_HEADER = columns("step", "time-ms", "node", "kind", "detail");

function columns(step: string, time: string, node: string, kind: string, detail: string): string {
  const start = `${step.padStart(STEP_WIDTH)} ${time.padStart(TIME_WIDTH)}`;
  return `${start}  ${node.padEnd(NODE_WIDTH)} ${kind.padEnd(KIND_WIDTH)} ${detail}`.trimEnd();
}

/** Puts an entry into words: one line, whatever stands in its detail. */
export function formatEntry({ step, atUs, node, kind, detail }: TraceEntry): string {
  const text = typeof detail === "string" ? detail : detail();
  const line = text.replaceAll("\r", "\\r").replaceAll("\n", "\\n");
  return columns(String(step), (atUs / 1000).toFixed(3), node === "" ? "-" : node, kind, line);
}

/** The lines of one world. */
export class Trace {
  readonly #keepLines: number;
  readonly #kept: TraceEntry[] = [];
  readonly #sinks: readonly TraceSink[];
  readonly #entrySinks: readonly EntrySink[];
  #count = 0;

  constructor({ keepLines = KEEP_LINES, sinks = [], entrySinks = [] }: TraceOptions = {}) {
    this.#keepLines = keepLines;
    this.#sinks = sinks;
    this.#entrySinks = entrySinks;
  }

  /** Lines so far. */
  get count(): number {
    return this.#count;
  }

  add(entry: TraceEntry): void {
    if (this.#keepLines > 0) this.#kept[this.#count % this.#keepLines] = entry;
    this.#count += 1;
    for (const sink of this.#entrySinks) sink(entry);
    if (this.#sinks.length === 0) return;
    const line = formatEntry(entry);
    for (const sink of this.#sinks) sink(line);
  }

  /** The last lines that are kept, oldest first. */
  last(count: number = this.#keepLines): string[] {
    const start = this.#count % Math.max(1, this.#keepLines);
    const isFull = this.#count > this.#kept.length;
    const ordered = isFull
      ? [...this.#kept.slice(start), ...this.#kept.slice(0, start)]
      : this.#kept;
    return ordered.slice(Math.max(0, ordered.length - count)).map(formatEntry);
  }
}
