/** Group commit, over a store that commits when the test says so. */

import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { GroupCommit } from "./group-commit.ts";
import type { PhysicalOp } from "./level-store.ts";

/** A store that remembers its batches, each of which is done when it is let go. */
class SlowStore {
  readonly batches: { readonly keys: string[]; readonly sync: boolean }[] = [];
  readonly #letGo: ((error?: Error) => void)[] = [];

  commit(ops: PhysicalOp[], sync: boolean): Promise<void> {
    this.batches.push({ keys: ops.map(({ key }) => key.toString()), sync });
    return new Promise((resolve, reject) => {
      this.#letGo.push((error) => (error === undefined ? resolve() : reject(error)));
    });
  }

  afterThisTurn(run: () => void): void {
    queueMicrotask(run);
  }

  /** Ends the oldest batch that is on its way. */
  async finish(error?: Error): Promise<void> {
    this.#letGo.shift()?.(error);
    await nextTurn();
  }
}

function putOf(key: string, bytes = 1): PhysicalOp[] {
  return [{ type: "put", key: Buffer.from(key), value: Buffer.alloc(bytes) }];
}

describe("GroupCommit", () => {
  test("sends the writes of one turn down together", async () => {
    const store = new SlowStore();
    const commits = new GroupCommit(store);
    const writes = ["a", "b", "c"].map((key) => commits.add(putOf(key), false));
    expect(store.batches).toEqual([]);
    await nextTurn();
    expect(store.batches).toEqual([{ keys: ["a", "b", "c"], sync: false }]);
    await store.finish();
    await Promise.all(writes);
  });

  test("collects while a group is on its way, and keeps the order", async () => {
    const store = new SlowStore();
    const commits = new GroupCommit(store);
    const writes = [commits.add(putOf("a"), false)];
    await nextTurn();
    for (const key of ["b", "c"]) {
      writes.push(commits.add(putOf(key), false));
      await nextTurn();
    }
    expect(store.batches).toHaveLength(1);
    await store.finish();
    expect(store.batches.map(({ keys }) => keys)).toEqual([["a"], ["b", "c"]]);
    await store.finish();
    await Promise.all(writes);
  });

  test("syncs a group if one of its writers wants it", async () => {
    const store = new SlowStore();
    const commits = new GroupCommit(store);
    const writes = [false, true, false].map((sync) => commits.add(putOf("a"), sync));
    await nextTurn();
    writes.push(commits.add(putOf("b"), false));
    await store.finish();
    expect(store.batches.map(({ sync }) => sync)).toEqual([true, false]);
    await store.finish();
    await Promise.all(writes);
  });

  test("lets a writer that was answered join the next group with those that wait", async () => {
    const store = new SlowStore();
    const commits = new GroupCommit(store);
    const again = commits.add(putOf("a"), false).then(() => commits.add(putOf("d"), false));
    await nextTurn();
    const waiting = commits.add(putOf("b"), false);
    await store.finish();
    expect(store.batches.at(-1)?.keys).toEqual(["b", "d"]);
    await store.finish();
    await Promise.all([again, waiting]);
  });

  test("answers a writer only when its group is done", async () => {
    const store = new SlowStore();
    const commits = new GroupCommit(store);
    const answered: string[] = [];
    const write = commits.add(putOf("a"), true).then(() => answered.push("a"));
    await nextTurn();
    expect(answered).toEqual([]);
    await store.finish();
    expect(answered).toEqual(["a"]);
    await write;
  });

  test("tells every writer of a group that failed, and nobody else", async () => {
    const store = new SlowStore();
    const commits = new GroupCommit(store);
    const failing = ["a", "b"].map((key) => commits.add(putOf(key), false));
    const outcomes = Promise.allSettled(failing);
    await nextTurn();
    const later = commits.add(putOf("c"), false);
    await store.finish(new Error("disk full"));
    await store.finish();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await later;
  });

  test("ends a group that has grown large, so that nobody waits for too much", async () => {
    const store = new SlowStore();
    const commits = new GroupCommit(store);
    const half = 600 * 1024;
    const writes = ["a", "b", "c"].map((key) => commits.add(putOf(key, half), false));
    await nextTurn();
    await store.finish();
    expect(store.batches.map(({ keys }) => keys)).toEqual([["a", "b"], ["c"]]);
    await store.finish();
    await Promise.all(writes);
  });

  test("idle() waits for everything that was added, and not if there is nothing", async () => {
    const store = new SlowStore();
    const commits = new GroupCommit(store);
    await commits.idle();
    const writes = [commits.add(putOf("a"), false)];
    await nextTurn();
    writes.push(commits.add(putOf("b"), false));
    let isIdle = false;
    const idle = commits.idle().then(() => {
      isIdle = true;
    });
    await store.finish();
    expect(isIdle).toBe(false);
    await store.finish();
    await Promise.all([...writes, idle]);
    expect(store.batches).toHaveLength(2);
  });
});
