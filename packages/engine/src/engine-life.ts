/**
 * Whether an engine is open, and what its users have opened and not closed again.
 *
 * Shared by an engine and its read views and iterators, so that all of them stop at one moment.
 */

import type { EngineUsage } from "./engine.ts";
import { engineClosed } from "./level-error.ts";

/** The life of one engine. */
export class EngineLife {
  #isOpen = true;
  #openReadViews = 0;
  #openIterators = 0;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @throws {TinyKvError} `engine/closed` once the engine is closed */
  assertOpen(): void {
    if (!this.#isOpen) throw engineClosed();
  }

  /** Ends the life. What is counted stays counted: closing an engine does not hide who leaked. */
  end(): void {
    this.#isOpen = false;
  }

  countReadView(change: 1 | -1): void {
    this.#openReadViews += change;
  }

  countIterator(change: 1 | -1): void {
    this.#openIterators += change;
  }

  usage(): EngineUsage {
    return { openReadViews: this.#openReadViews, openIterators: this.#openIterators };
  }
}
