/**
 * Group commit: writes that arrive while another one is on its way to the store go down together.
 *
 * A synced write costs one wait for the disk, however many operations it holds, so collecting pays
 * the more the slower the disk is. Order is kept: within a write, within a group, between groups. A
 * group is one batch of the store: it is applied as a whole or not at all, and each of its writers
 * learns the outcome through a promise of its own.
 *
 * Whatever can be wrong with a single write was checked before it comes here, so that no writer can
 * fail because of another one, except by the failure of the store itself.
 */

import type { LevelStore, PhysicalOp } from "./level-store.ts";

/** Bytes after which a group takes no further writes, so that the first one does not wait long. */
const GROUP_BYTES_MAX = 1024 * 1024;

/** Writes that go down together. */
interface Group {
  readonly ops: PhysicalOp[];
  bytes: number;
  sync: boolean;
  readonly done: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

function newGroup(): Group {
  let settle: Pick<Group, "resolve" | "reject"> | undefined;
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return {
    ops: [],
    bytes: 0,
    sync: false,
    done,
    resolve: () => settle?.resolve(),
    reject: (error) => settle?.reject(error),
  };
}

function sizeOf(op: PhysicalOp): number {
  return op.key.length + (op.type === "put" ? op.value.length : 0);
}

/** The queue of writes of one store. */
export class GroupCommit {
  readonly #store: Pick<LevelStore, "commit" | "afterThisTurn">;
  /** Groups that wait, oldest first; only the last one still grows. */
  readonly #waiting: Group[] = [];
  /** True from the moment a group is due until nothing is waiting any more. */
  #isRunning = false;
  #onIdle: (() => void)[] = [];

  constructor(store: Pick<LevelStore, "commit" | "afterThisTurn">) {
    this.#store = store;
  }

  /**
   * Queues the operations of one write, which nobody changes any more.
   *
   * @param sync true if the write is done only when it is on stable storage
   * @returns a promise that settles as the group does
   */
  add(ops: readonly PhysicalOp[], sync: boolean): Promise<void> {
    const group = this.#growingGroup();
    for (const op of ops) {
      group.ops.push(op);
      group.bytes += sizeOf(op);
    }
    group.sync ||= sync;
    if (!this.#isRunning) this.#commitAfterThisTurn();
    return group.done;
  }

  /** Resolves when nothing is waiting or on its way. */
  async idle(): Promise<void> {
    if (!this.#isRunning) return;
    await new Promise<void>((resolve) => {
      this.#onIdle.push(resolve);
    });
  }

  #growingGroup(): Group {
    const last = this.#waiting.at(-1);
    if (last !== undefined && last.bytes < GROUP_BYTES_MAX) return last;
    const group = newGroup();
    this.#waiting.push(group);
    return group;
  }

  /**
   * Commits the next group a moment later. Before the first group this lets the writers of one turn
   * come together; between groups it lets writers that were just answered come back with their next
   * write.
   */
  #commitAfterThisTurn(): void {
    this.#isRunning = true;
    this.#store.afterThisTurn(() => void this.#commitNext());
  }

  async #commitNext(): Promise<void> {
    const group = this.#waiting.shift();
    if (group === undefined) {
      this.#isRunning = false;
      for (const resolve of this.#onIdle.splice(0)) resolve();
      return;
    }
    try {
      await this.#store.commit(group.ops, group.sync);
      group.resolve();
    } catch (error) {
      group.reject(error);
    }
    this.#commitAfterThisTurn();
  }
}
