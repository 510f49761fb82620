/**
 * One engine under faults, as lab code sees it: it can be called, and nothing else can be done to
 * it. All of its state is private, and the instance is frozen where lab code runs.
 */

import type {
  Engine,
  EngineUsage,
  KeyRange,
  ReadView,
  WriteOp,
  WriteOptions,
} from "@tinykv/engine";
import { countedView, type ReadTally } from "./read-tally.ts";

/** The methods that change an engine, or end it: what faults are about. */
export type Instead = Pick<Engine, "write" | "deleteRange" | "close">;

/** Passes everything on to another engine, but for what faults are about. */
export class FaultyEngine implements Engine {
  readonly #inner: Engine;
  readonly #instead: Instead;
  readonly #reads: ReadTally;

  /**
   * @param instead what takes the place of the engine's own methods
   * @param reads where reads are counted
   */
  constructor(inner: Engine, instead: Instead, reads: ReadTally) {
    this.#inner = inner;
    this.#instead = instead;
    this.#reads = reads;
  }

  get(cf: string, key: Buffer): Promise<Buffer | undefined> {
    return this.#reads.count(() => this.#inner.get(cf, key));
  }

  write(ops: readonly WriteOp[], options: WriteOptions): Promise<void> {
    return this.#instead.write(ops, options);
  }

  readView(): ReadView {
    return countedView(this.#inner.readView(), this.#reads);
  }

  deleteRange(cf: string, range: KeyRange, options: WriteOptions): Promise<void> {
    return this.#instead.deleteRange(cf, range, options);
  }

  approximateSize(cf: string, range: KeyRange): Promise<number> {
    return this.#reads.count(() => this.#inner.approximateSize(cf, range));
  }

  usage(): EngineUsage {
    return this.#inner.usage();
  }

  close(): Promise<void> {
    return this.#reads.count(() => this.#instead.close());
  }
}
