/**
 * One line of a benchmark: a figure of ours, and what bare libraries reach in the same run, where
 * there are any that do the same.
 */

/** Times in milliseconds below which so many per cent of the calls stayed. */
export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A bare peer's figure. */
export interface Peer {
  /** What it is: `classic-level`, `echo`. */
  readonly name: string;
  readonly perSecond: number;
  /** Our figure as a part of this one, round by round: 0.7 is 70 %. */
  readonly share: number;
  /** Processor time of its process for one call, in microseconds. */
  readonly cpuUs?: number;
}

/** A figure; its name stays the same from run to run, so that runs can be compared. */
export interface Figure {
  /** Where and what: `engine disk synced put, 64 writers`. */
  readonly name: string;
  /** What is counted: `puts`, `gets`, `rows`; also time, if it is not our own: `simulated s`. */
  readonly unit: string;
  readonly perSecond: number;
  /** The first one is the one that the aim is set against. None: nobody else does the same. */
  readonly peers: readonly Peer[];
  readonly latency?: Latency;
  /** Processor time for one call, or one of what is counted if there are none, in microseconds. */
  readonly cpuUs?: number;
}

/** What a benchmark run has to say. */
export interface BenchResult {
  readonly figures: readonly Figure[];
  /** Facts that help to read them, by name: the disk's own sync time, for instance. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Processor time as a table shows it: ours, then the peers' in their order, in microseconds. */
export function cpuText(figure: Figure): string {
  if (figure.cpuUs === undefined) return "";
  const text = (us: number): string => (us < 10 ? us.toFixed(1) : us.toFixed(0));
  return [figure, ...figure.peers]
    .map(({ cpuUs }) => (cpuUs === undefined ? "?" : text(cpuUs)))
    .join(" / ");
}

/** A share as a table shows it. */
export function percentText({ share }: Peer): string {
  return `${(100 * share).toFixed(0)} %`;
}
