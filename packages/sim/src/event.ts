/**
 * One thing that is going to happen, and whose it is.
 *
 * An event that belongs to a life of a process is asked about at the last moment: it is dropped
 * when that life has ended, and held back while it is paused.
 */

import type { Timed } from "./event-queue.ts";
import type { TraceDetail, TraceKind } from "./trace.ts";

/** Whoever an event belongs to. */
export interface EventOwner {
  /**
   * What to do with an event that is due: let it happen, forget it, or leave it to the owner, who
   * puts it back later.
   */
  admit(event: SimEvent): "run" | "drop" | "held";
  /** A failure inside an event counts only while its owner is alive. */
  readonly isAlive: boolean;
}

/** What happens, and how it looks in a trace. */
export interface EventAction {
  readonly kind: TraceKind;
  /** Where it happens; empty for the world itself. */
  readonly node: string;
  readonly detail: TraceDetail;
  /** Absent: it happens whatever becomes of anybody. */
  readonly owner?: EventOwner;
  /** Does it. A promise that comes back is part of it: its rejection fails the world. */
  readonly run: () => unknown;
}

/** An action with its place in the order of events. */
export interface SimEvent extends Timed {
  readonly action: EventAction;
  isCancelled: boolean;
}
