/**
 * Reads events from the bytes of a label's process. Only trusted code writes them, but a process
 * that lab code has broken out of could write anything: so lines are bounded, and each one is
 * checked.
 */

import { type LabEvent, labEventSchema } from "@tinykv/lab-kit/events";

/** A longer line is not an event. Messages and console texts are far shorter. */
const LINE_MAX = 1024 * 1024;

/** What a piece of input held: events, then perhaps something that is no event. */
export interface ReadResult {
  readonly events: readonly LabEvent[];
  readonly isBroken: boolean;
}

/** Puts lines together, and events out of lines. */
export class EventReader {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #isBroken = false;

  /** Takes the next bytes. After something that is no event, everything else is ignored. */
  read(bytes: Uint8Array): ReadResult {
    const events: LabEvent[] = [];
    if (this.#isBroken) return { events, isBroken: true };
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const event = parseEvent(line);
      if (event === undefined) {
        this.#isBroken = true;
        break;
      }
      events.push(event);
    }
    if (this.#rest.length > LINE_MAX) this.#isBroken = true;
    return { events, isBroken: this.#isBroken };
  }
}

function parseEvent(line: string): LabEvent | undefined {
  try {
    const parsed = labEventSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
