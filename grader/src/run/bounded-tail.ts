/** Keeps the last part of an output that may be endless. */

import type { Readable } from "node:stream";

const TAIL_MAX = 8 * 1024;

/** The end of what was written to some streams. */
export class BoundedTail {
  #text = "";

  /**
   * Reads a stream to its end, in the background, and keeps its tail.
   *
   * @param onText gets all of it, as it comes
   */
  follow(stream: Readable | null | undefined, onText?: (text: string) => void): void {
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => {
      this.#text = (this.#text + chunk).slice(-TAIL_MAX);
      onText?.(chunk);
    });
    // The process is killed while it writes: the stream ends then, however that looks like.
    stream?.on("error", () => undefined);
  }

  /** What is kept. */
  get text(): string {
    return this.#text;
  }
}
