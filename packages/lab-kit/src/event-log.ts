/**
 * Hands events to the grader: one JSON line each, at once, so that nothing is lost when the process
 * dies a moment later. Everything that the grader believes about a run has passed through here.
 *
 * Until a sink is set, events go nowhere.
 */

import { writeSync } from "node:fs";
import type { LabEvent } from "./events.ts";
import { EVENT_FD } from "./protocol.ts";

/** Takes events as they happen. */
export type EventSink = (event: LabEvent) => void;

let sink: EventSink = () => undefined;

/** What a full pipe is waited for, by an `Atomics.wait` that nobody will wake. */
const pause = new Int32Array(new SharedArrayBuffer(4));
const PAUSE_MS = 2;

/** Characters of a message that are sent: the grader takes an endless line for damage. */
const MESSAGE_MAX = 64 * 1024;

/** Sends one event to the grader. Returns after all of it was handed over. */
export function emit(event: LabEvent): void {
  sink(bounded(event));
}

/** What lab code gets into a message may be of any length. */
function bounded(event: LabEvent): LabEvent {
  if (!("message" in event) || event.message.length <= MESSAGE_MAX) return event;
  const rest = event.message.length - MESSAGE_MAX;
  return { ...event, message: `${event.message.slice(0, MESSAGE_MAX)}… (${rest} more characters)` };
}

/** Sets where events go, and returns where they went. */
export function setEventSink(next: EventSink): EventSink {
  const previous = sink;
  sink = next;
  return previous;
}

/** The sink of a run that the grader started: file descriptor 3. */
export function writeToGrader(event: LabEvent): void {
  let rest = Buffer.from(`${JSON.stringify(event)}\n`, "utf8");
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(EVENT_FD, rest));
    } catch (error) {
      // The pipe is full because the grader is busy. Events must not be dropped, so wait for it.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(pause, 0, 0, PAUSE_MS);
    }
  }
}
