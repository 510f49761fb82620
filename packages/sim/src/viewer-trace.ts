/**
 * A trace for a viewer: Chrome's trace event format, which ui.perfetto.dev and chrome://tracing
 * open. Each node is a row, each line of the trace a mark on it; a node that is down or stands
 * still is a bar.
 */

import { type EntrySink, formatEntry, type TraceEntry } from "./trace.ts";

interface ViewerEvent {
  readonly name: string;
  /** `i`: a moment; `B` and `E`: beginning and end of a bar; `M`: the name of a row. */
  readonly ph: "i" | "B" | "E" | "M";
  readonly pid: 1;
  readonly tid: number;
  /** In microseconds. */
  readonly ts?: number;
  readonly s?: "t";
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Which kinds begin a bar, and what it is called; and which end it. */
const BAR_BEGINS: Readonly<Record<string, string>> = {
  crash: "down",
  exit: "down",
  pause: "paused",
};
const BAR_ENDS: Readonly<Record<string, string>> = { start: "down", resume: "paused" };

/** An orderly stop has two lines; with the second one the node is down. */
const STOPPED = "has ended";

/** Lines behind this are left out: a storm of messages would fill a disk. */
const LINES_MAX = 200_000;

/** Gathers lines, and writes them for a viewer. */
export class ViewerTrace {
  readonly #events: ViewerEvent[] = [];
  readonly #rows = new Map<string, number>();
  /** What the bar of a row is called, while there is one. */
  readonly #bars = new Map<number, string>();

  /** To be given to a world. */
  readonly sink: EntrySink = (entry) => this.#add(entry);

  /** The file's text. */
  text(): string {
    return `${JSON.stringify({ displayTimeUnit: "ms", traceEvents: this.#events })}\n`;
  }

  #add(entry: TraceEntry): void {
    if (this.#events.length >= LINES_MAX) return;
    const { kind, node, step, atUs: ts, detail } = entry;
    const tid = this.#rowOf(node);
    const base = { pid: 1, tid, ts } as const;
    const text = typeof detail === "string" ? detail : detail();
    const name = `${kind} ${text}`.slice(0, 80);
    this.#events.push({ ...base, name, ph: "i", s: "t", args: { step, line: formatEntry(entry) } });
    this.#bar(kind === "stop" && text.endsWith(STOPPED) ? "exit" : kind, base);
  }

  /** A row has one bar at a time: a node that crashes while it stands still is only down. */
  #bar(kind: string, base: Omit<ViewerEvent, "name" | "ph">): void {
    const open = this.#bars.get(base.tid);
    const begun = BAR_BEGINS[kind];
    if (open !== undefined && (BAR_ENDS[kind] === open || (begun ?? open) !== open)) {
      this.#bars.delete(base.tid);
      this.#events.push({ ...base, name: open, ph: "E" });
    }
    if (begun !== undefined && begun !== open) {
      this.#bars.set(base.tid, begun);
      this.#events.push({ ...base, name: begun, ph: "B" });
    }
  }

  #rowOf(node: string): number {
    const known = this.#rows.get(node);
    if (known !== undefined) return known;
    const tid = this.#rows.size + 1;
    this.#rows.set(node, tid);
    const args = { name: node === "" ? "world" : node };
    this.#events.push({ name: "thread_name", ph: "M", pid: 1, tid, args });
    return tid;
  }
}
