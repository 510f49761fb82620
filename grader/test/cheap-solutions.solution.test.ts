/**
 * What a solution is worth that skips what the lab is about: one that does nothing, and one that
 * keeps everything in memory. Neither may come near a pass, whatever it gets right besides.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { courseRoot } from "../src/cli/command-io.ts";
import { gradeCommand } from "../src/cli/grade-command.ts";
import { execute } from "../src/cli/run-command.ts";
import { reportSchema } from "../src/report/report.ts";
import { memoryIo } from "../src/testing/memory-io.ts";
import { tempFolder } from "../src/testing/temp-folder.ts";

const root = courseRoot();
const storagePath = "labs/standalone/src/standalone-storage.ts";
const handlersPath = "labs/standalone/src/raw-handlers.ts";
const handlers = readFileSync(join(root, "solution/standalone/src/raw-handlers.ts"), "utf8");

/** Every promise is resolved, and nothing was done. */
const idleStorage = `/** You write this file: nothing. */
const nothing = async () => undefined;
const take = async () => [];
const iterator = { valid: () => false, next: nothing, seek: nothing, take, close: nothing };
export class StandaloneStorage {
  start = nothing; stop = nothing; write = nothing;
  reader = async () => ({ getCF: nothing, iterCF: () => iterator, close: nothing });
}`;

const idleHandlers = `/** You write this file: nothing. */
import { RawDeleteResponse, RawGetResponse, RawPutResponse, RawScanResponse } from "@tinykv/proto";
export const rawGet = async () => RawGetResponse.fromPartial({ notFound: true });
export const rawPut = async () => RawPutResponse.fromPartial({});
export const rawDelete = async () => RawDeleteResponse.fromPartial({});
export const rawScan = async () => RawScanResponse.fromPartial({});`;

/** Right in everything but that no engine is ever used. */
const mapStorage = `/** You write this file: in memory. */
import { TinyKvError } from "@tinykv/runtime";
const hex = (bytes: any) => bytes.toString("hex");
const ofHex = ([key, value]: any) => ({ key: Buffer.from(key, "hex"), value: Buffer.from(value) });
export class StandaloneStorage {
  families = new Map(["default", "write", "lock"].map((cf) => [cf, new Map()]));
  isOpen = false;
  async start() {
    if (this.isOpen) throw new TinyKvError("storage/already-started", "open");
    this.isOpen = true;
  }
  async stop() { this.isOpen = false; }
  check() { if (!this.isOpen) throw new TinyKvError("storage/not-started", "not open"); }
  family(cf: any) {
    const found = this.families.get(cf);
    if (found === undefined) throw new TinyKvError("engine/unknown-cf", "no such family");
    return found;
  }
  async write(_: any, batch: any) {
    this.check();
    for (const { cf } of batch) this.family(cf);
    for (const { type, cf, key, value } of batch) {
      if (type === "put") this.family(cf).set(hex(key), Buffer.from(value));
      else this.family(cf).delete(hex(key));
    }
  }
  async reader() {
    this.check();
    const copy = new Map([...this.families].map(([cf, entries]) =>
      [cf, [...entries].sort(([a], [b]) => (a < b ? -1 : 1))]));
    const entriesOf = (cf: any) => { this.family(cf); return copy.get(cf) ?? []; };
    return {
      getCF: async (cf: any, key: any) => {
        if (!this.isOpen) throw new TinyKvError("engine/closed", "not open");
        const found = entriesOf(cf).find(([name]) => name === hex(key));
        return found && Buffer.from(found[1]);
      },
      iterCF: (cf: any) => {
        const entries = entriesOf(cf);
        let at = 0;
        return {
          valid: () => at < entries.length,
          item: () => ofHex(entries[at]),
          next: async () => { at += 1; },
          seek: async (key: any) => {
            const found = entries.findIndex(([name]) => name >= hex(key));
            at = found < 0 ? entries.length : found;
          },
          take: async (limit: number) => {
            const taken = entries.slice(at, at + limit).map(ofHex);
            at += taken.length;
            return taken;
          },
          close: async () => undefined,
        };
      },
      close: async () => undefined,
    };
  }
}`;

describe("of 10 points", () => {
  test("a solution that does nothing gets 0, one without an engine at most 1", async () => {
    const folder = tempFolder({
      [`idle/${storagePath}`]: idleStorage,
      [`idle/${handlersPath}`]: idleHandlers,
      [`memory/${storagePath}`]: mapStorage,
      [`memory/${handlersPath}`]: handlers,
    });
    const io = memoryIo({ root, from: folder });
    const args = ["idle", "memory", "--lab", "standalone", "--format", "json"];
    await execute(gradeCommand, args, io);
    const [idle, memory] = z.array(reportSchema).parse(JSON.parse(io.stdout.text));
    expect(idle?.score).toBe(0);
    // Not 0: what it does right shows, so this is about the missing engine and not about a typo.
    expect(memory?.score).toBeGreaterThan(0);
    expect(memory?.score).toBeLessThanOrEqual(1);
  });
});
