/**
 * What the scenarios of lab 1 are told with: a store, which is a storage and a server on one disk,
 * and whose every action and check is one numbered step in domain words.
 *
 * Everything that comes back from the lab's code goes through the checks of `t` or over the wire
 * before it is looked at. "Raw" methods go through the server, "storage" methods past it.
 */

import {
  type Bytes,
  type Disk,
  diskKinds,
  type LabContext,
  labTest,
  loadLab,
} from "@tinykv/lab-kit";
import {
  type Context,
  RawDeleteRequest,
  RawDeleteResponse,
  RawGetRequest,
  RawGetResponse,
  RawPutRequest,
  RawPutResponse,
  RawScanRequest,
  RawScanResponse,
} from "@tinykv/proto";
import type * as Standalone from "../src/index.ts";
import { changeIn, drawWords, exactWords, pairIn, type Words } from "./seeded-words.ts";
import { SnapshotReader } from "./snapshot-reader.ts";
import { type Pair, show, showBatch } from "./words.ts";

/** The lab's code: the student's files and the given ones. */
export const lab = await loadLab<typeof Standalone>("standalone");

/** What a scenario needs besides its story. */
export interface ScenarioOptions {
  /** The invariant of the handout that it guards; a failure names it. */
  readonly guards?: string;
  /** False: the story begins with a storage that was never started. Default true. */
  readonly isStarted?: boolean;
  /**
   * True: its keys and values are meant to the byte, and not drawn from the seed. Default false.
   */
  readonly isExact?: boolean;
}

/** Registers one scenario, once on the engine in memory and once on the one on disk. */
export function scenario(
  name: string,
  options: ScenarioOptions,
  story: (store: Store, t: LabContext) => Promise<void>,
): void {
  for (const kind of diskKinds) {
    labTest(`${name} (${kind})`, async (t) => {
      const words = options.isExact === true ? exactWords : drawWords(t.random);
      const store = new Store(t, await t.disk(kind), words, options.guards);
      if (options.isStarted ?? true) await store.start();
      await story(store, t);
      await store.stop();
    });
  }
}

/** A storage of the lab and a server over it, on one disk. */
export class Store {
  readonly t: LabContext;
  readonly disk: Disk;
  /** Nothing of it may reach a check unless it is made plain. */
  storage: Standalone.Storage;
  server: Standalone.Server;
  /** What the keys and values of the scenario are in this run. */
  readonly words: Words;
  readonly #guards: string | undefined;

  constructor(t: LabContext, disk: Disk, words: Words, guards?: string) {
    this.t = t;
    this.disk = disk;
    this.words = words;
    this.#guards = guards;
    this.storage = this.#makeStorage(lab);
    this.server = new lab.Server(this.storage);
  }

  #makeStorage({ StandaloneStorage }: typeof Standalone): Standalone.Storage {
    return new StandaloneStorage({ engines: this.disk.engines, path: this.disk.path });
  }

  /** Starts the storage. The first step of most failures, so it says what is guarded. */
  async start(): Promise<void> {
    const guards = this.#guards === undefined ? "" : ` (this test guards ${this.#guards})`;
    await this.t.step(`start${guards}`, () => this.storage.start());
  }

  async stop(): Promise<void> {
    await this.t.step("stop", () => this.storage.stop());
  }

  /** Expects that the storage has no engine open, as before its start and after its stop. */
  async expectNoEngineOpen(): Promise<void> {
    await this.t.step("count open engines", () => {
      this.t.expectEqual(this.disk.faults.openEngines, 0, "number of open engines");
    });
  }

  /**
   * Stops, and starts a new storage on the same folder, from code that was loaded anew. The start
   * follows at once: a stop that has not closed yet, though it says so, is in its way.
   */
  async restart(again: () => Promise<typeof Standalone>): Promise<void> {
    const fresh = await again();
    const next = this.#makeStorage(fresh);
    await this.t.step("stop, and start a new storage on the same folder", async () => {
      await this.storage.stop();
      await next.start();
    });
    this.storage = next;
    this.server = new fresh.Server(next);
  }

  /**
   * Ends the process as `kill -9` does, and starts a new storage on the same folder, from code that
   * was loaded anew. Nothing of the old storage is asked, and nothing of it is told.
   */
  async crash(again: () => Promise<typeof Standalone>): Promise<void> {
    const fresh = await again();
    const next = this.#makeStorage(fresh);
    await this.t.step("kill -9, and start a new storage on the same folder", async () => {
      await this.disk.faults.closeAll();
      await next.start();
    });
    this.storage = next;
    this.server = new fresh.Server(next);
  }

  /** Puts a server over another storage, such as one that stands in front of the real one. */
  serve(storage: Standalone.Storage): void {
    this.server = new lab.Server(storage);
  }

  /** RawPut, which must be answered without an error. */
  async put(key: Bytes, value: Bytes, cf = "default"): Promise<void> {
    const change = `${this.#key(key)} → ${show(this.words.value(value))}`;
    await this.t.step(`RawPut ${cf} ${change}`, async () => {
      const before = this.disk.faults.counts.items;
      this.#expectSuccess(this.t.wire(RawPutResponse, await this.rawPut(key, value, cf)));
      this.expectWritten("RawPut");
      this.#expectReached("RawPut", before);
    });
  }

  /** RawDelete, which must be answered without an error. */
  async delete(key: Bytes, cf = "default"): Promise<void> {
    await this.t.step(`RawDelete ${cf} ${this.#key(key)}`, async () => {
      this.#expectSuccess(this.t.wire(RawDeleteResponse, await this.rawDelete(key, cf)));
      this.expectWritten("RawDelete");
    });
  }

  /** RawGet, which must find this value. */
  async expectFound(key: Bytes, value: Bytes, cf = "default"): Promise<void> {
    await this.t.step(`RawGet ${cf} ${this.#key(key)}`, async () => {
      const response = this.t.wire(RawGetResponse, await this.rawGet(key, cf));
      this.#expectSuccess(response);
      this.t.expectFalse(response.notFound, "notFound");
      this.t.expectBytes(response.value, this.words.value(value));
    });
  }

  /** RawGet, which must not find the key. */
  async expectNotFound(key: Bytes, cf = "default"): Promise<void> {
    await this.t.step(`RawGet ${cf} ${this.#key(key)}`, async () => {
      const response = this.t.wire(RawGetResponse, await this.rawGet(key, cf));
      this.#expectSuccess(response);
      this.t.expectTrue(response.notFound, "notFound");
      this.t.expectBytes(response.value, []);
    });
  }

  /** RawScan, which must return exactly these pairs, without an error in any of them. */
  async expectScan(
    { start, limit, cf = "default" }: { start: Bytes; limit: number; cf?: string },
    pairs: readonly Pair[],
  ): Promise<void> {
    await this.t.step(`RawScan ${cf} from ${this.#key(start)} limit ${limit}`, async () => {
      const response = this.t.wire(RawScanResponse, await this.rawScan({ start, limit, cf }));
      this.#expectSuccess(response);
      this.t.expectEntries(response.kvs, this.pairs(pairs));
      const withError = response.kvs.filter((pair) => pair.error !== undefined);
      this.t.expectEqual(withError.length, 0, "number of pairs with an error");
    });
  }

  /** Writes a batch to the storage itself. */
  async write(...changes: Standalone.Modify[]): Promise<void> {
    const batch = this.changes(changes);
    await this.t.step(`storage write ${showBatch(batch)}`, async () => {
      const before = this.disk.faults.counts.items;
      await this.storage.write(undefined, batch);
      this.expectWritten("the write");
      if (leavesSomething(batch)) this.#expectReached("the write", before);
    });
  }

  /**
   * Expects that the engine has finished every write, each of them on stable storage. Whether a
   * write that nobody awaits is there when it is read next is a matter of luck; that it is not
   * finished when `what` is, is not.
   */
  expectWritten(what: string): void {
    const { pendingWrites, counts } = this.disk.faults;
    if (pendingWrites > 0) {
      this.t.fail(`${what} came back before its write was done: an \`await\` is missing`);
    }
    if (counts.syncedWrites === counts.writes) return;
    this.t.fail(
      `${what} was acknowledged after a write without \`sync\`: a power cut takes it back`,
    );
  }

  /** Writes a batch to the storage itself, which must be refused. */
  async expectWriteRejected(changes: Standalone.Modify[], code?: string): Promise<void> {
    const batch = this.changes(changes);
    await this.t.step(`storage write ${showBatch(batch)} fails`, () =>
      this.t.expectRejects(() => this.storage.write(undefined, batch), "the write", code),
    );
  }

  /** Reads through a new reader of the storage itself, which must find this value. */
  async expectStored(key: Bytes, value: Bytes, cf = "default"): Promise<void> {
    await this.t.step(`storage get ${cf} ${this.#key(key)}`, async () => {
      this.t.expectBytes(await this.#storageGet(cf, key), this.words.value(value));
    });
  }

  /** Reads through a new reader of the storage itself, which must find nothing. */
  async expectNotStored(key: Bytes, cf = "default"): Promise<void> {
    await this.t.step(`storage get ${cf} ${this.#key(key)}`, async () => {
      this.t.expectAbsent(await this.#storageGet(cf, key));
    });
  }

  /** Takes a reader of the storage itself; the scenario closes it. */
  async reader(name = "reader"): Promise<SnapshotReader> {
    const reader = await this.t.step(`take ${name}`, () => this.storage.reader(undefined));
    return new SnapshotReader({ t: this.t, words: this.words, reader, name });
  }

  /** Expects that nothing of what readers and iterators hold is in use. */
  async expectNothingOpen(): Promise<void> {
    await this.t.step("count open readers and iterators", () => {
      const { openReadViews, openIterators } = this.disk.faults.usage();
      this.t.expectEqual(openReadViews, 0, "number of open readers");
      this.t.expectEqual(openIterators, 0, "number of open iterators");
    });
  }

  /** These pairs, as they are in this run. */
  pairs(pairs: readonly Pair[]): Pair[] {
    return pairs.map((pair) => pairIn(this.words, pair));
  }

  /** These changes, as they are in this run. */
  changes(changes: readonly Standalone.Modify[]): Standalone.Modify[] {
    return changes.map((change) => changeIn(this.words, change));
  }

  /** The response as the lab's code returned it: for `t.wire`, and for nothing else. */
  rawGet(key: Bytes, cf = "default", context?: Context): Promise<unknown> {
    return this.server.rawGet(RawGetRequest.create({ context, cf, key: this.#bytes(key) }));
  }

  rawPut(key: Bytes, value: Bytes, cf = "default", context?: Context): Promise<unknown> {
    const bytes = { key: this.#bytes(key), value: Buffer.from(this.words.value(value)) };
    return this.server.rawPut(RawPutRequest.create({ context, cf, ...bytes }));
  }

  rawDelete(key: Bytes, cf = "default", context?: Context): Promise<unknown> {
    return this.server.rawDelete(RawDeleteRequest.create({ context, cf, key: this.#bytes(key) }));
  }

  rawScan(
    { start, limit, cf = "default" }: { start: Bytes; limit: number; cf?: string },
    context?: Context,
  ): Promise<unknown> {
    const startKey = this.#bytes(start);
    return this.server.rawScan(RawScanRequest.create({ context, cf, startKey, limit }));
  }

  /** Expects that the engine was given something to write: nothing else survives a crash. */
  #expectReached(what: string, itemsBefore: number): void {
    if (this.disk.faults.counts.items > itemsBefore) return;
    this.t.fail(`${what} was acknowledged, but nothing of it was written to the engine`);
  }

  #bytes(key: Bytes): Buffer {
    return Buffer.from(this.words.key(key));
  }

  /** A key of this run, for a person. */
  #key(key: Bytes): string {
    return show(this.words.key(key));
  }

  #expectSuccess(response: { error: string; regionError: unknown }): void {
    this.t.expectEqual(response.error, "", "error");
    this.t.expectAbsent(response.regionError, "regionError");
  }

  async #storageGet(cf: string, key: Bytes): Promise<unknown> {
    const reader = await this.storage.reader(undefined);
    try {
      return await reader.getCF(cf, this.#bytes(key));
    } finally {
      await reader.close();
    }
  }
}

/** Whether a batch has a put that no later change of it takes back. */
function leavesSomething(batch: readonly Standalone.Modify[]): boolean {
  return batch.some(
    ({ type, cf, key }, at) =>
      type === "put" &&
      !batch.slice(at + 1).some((later) => later.cf === cf && later.key.equals(key)),
  );
}
