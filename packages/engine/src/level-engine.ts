/**
 * The one implementation of {@link Engine}: column families, atomic batches and read views over an
 * ordered store of the `level` family. On disk and in memory differ in the store they pass.
 *
 * All state is private, and nothing that is returned leads to the store: an engine may be handed to
 * code that is not trusted.
 */

import { TinyKvError } from "@tinykv/runtime";
import { encodeCfKey, encodeCfRange } from "./cf-key.ts";
import { checkCf, checkKey, checkRange, checkValue, copyOf } from "./check-input.ts";
import type { Engine, EngineUsage, KeyRange, ReadView, WriteOptions } from "./engine.ts";
import { EngineLife } from "./engine-life.ts";
import { GroupCommit } from "./group-commit.ts";
import { asEngineError, engineClosed } from "./level-error.ts";
import { LevelReadView } from "./level-read-view.ts";
import type { LevelStore, PhysicalOp } from "./level-store.ts";
import { type PointSource, readPoint } from "./point-read.ts";
import type { WriteOp } from "./write-op.ts";

/** Keys that one step of `deleteRange` removes. */
const DELETE_STEP_ENTRIES = 1024;

/** An {@link Engine} over an open store, which it owns from now on. */
export class LevelEngine implements Engine {
  readonly #store: LevelStore;
  readonly #life = new EngineLife();
  readonly #points: PointSource;
  readonly #commits: GroupCommit;
  #closing: Promise<void> | undefined;

  constructor(store: LevelStore) {
    this.#store = store;
    this.#points = { store, options: undefined, assertOpen: () => this.#life.assertOpen() };
    this.#commits = new GroupCommit(store);
  }

  get(cf: string, key: Buffer): Promise<Buffer | undefined> {
    return readPoint(this.#points, cf, key);
  }

  async write(ops: readonly WriteOp[], options: WriteOptions): Promise<void> {
    this.#life.assertOpen();
    const physical: PhysicalOp[] = [];
    for (const op of ops) physical.push(encodeOp(op));
    await this.#commit(physical, options.sync);
  }

  readView(): ReadView {
    this.#life.assertOpen();
    return new LevelReadView(this.#store, this.#life);
  }

  async deleteRange(cf: string, range: KeyRange, options: WriteOptions): Promise<void> {
    this.#life.assertOpen();
    const family = checkCf(cf);
    const { start, end } = encodeCfRange(family, checkRange(range));
    const sync = options.sync;
    if (start.compare(end) >= 0) return;
    const keys = this.#store.database.keys<Buffer>({
      keyEncoding: "buffer",
      gte: start,
      lt: end,
    });
    let hasRemoved = false;
    try {
      for (;;) {
        const step = await keys.nextv(DELETE_STEP_ENTRIES);
        if (step.length === 0) return;
        this.#life.assertOpen();
        await this.#commit(
          step.map((key): PhysicalOp => ({ type: "del", key })),
          sync,
        );
        hasRemoved = true;
      }
    } catch (error) {
      const failure = asEngineError(error, { definite: !hasRemoved });
      throw hasRemoved && failure.definite ? indefinite(failure) : failure;
    } finally {
      await keys.close();
    }
  }

  async approximateSize(cf: string, range: KeyRange): Promise<number> {
    this.#life.assertOpen();
    const physical = encodeCfRange(checkCf(cf), checkRange(range));
    if (physical.start.compare(physical.end) >= 0) return 0;
    try {
      return await this.#store.sizeOf(physical);
    } catch (error) {
      throw asEngineError(error);
    }
  }

  usage(): EngineUsage {
    return this.#life.usage();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#life.end();
    // Writes that were accepted are done before the store goes away.
    await this.#commits.idle();
    try {
      await this.#store.close();
    } catch (error) {
      throw asEngineError(error);
    }
  }

  async #commit(ops: readonly PhysicalOp[], sync: boolean): Promise<void> {
    if (ops.length === 0) return;
    try {
      await this.#commits.add(ops, sync);
    } catch (error) {
      throw asEngineError(error, { definite: false });
    }
  }
}

/** Checks one operation and copies what it holds. */
function encodeOp(op: WriteOp): PhysicalOp {
  const { type, cf, key } = op;
  switch (type) {
    case "put": {
      const value = copyOf(checkValue(op.value));
      return { type: "put", key: encodeCfKey(checkCf(cf), checkKey(key)), value };
    }
    case "delete":
      return { type: "del", key: encodeCfKey(checkCf(cf), checkKey(key)) };
    default:
      throw new TinyKvError("engine/invalid-op", `"${String(type)}" is not put or delete`);
  }
}

/** A failure that means "nothing happened" does not, once an earlier step of it has. */
function indefinite(failure: TinyKvError): TinyKvError {
  const { code, message } = failure;
  if (code === "engine/closed") return engineClosed(failure, false);
  const text = message.replace(`${code}: `, "");
  return new TinyKvError(code, text, { cause: failure, definite: false });
}
