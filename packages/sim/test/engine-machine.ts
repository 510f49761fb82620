/** One machine with engines on its simulated disk, and short words for what is in them. */

import type { Engine, WriteOp } from "@tinykv/engine";
import { type DiskQuality, Incarnation, SimDevice, type TraceSink, World } from "../src/index.ts";
import { type SimEngineOptions, SimEngines } from "../src/sim-engine.ts";

export const SYNCED = { sync: true };
export const EMPTY = Buffer.alloc(0);

/** Puts one byte under a key of one byte. */
export function put(key: number, value = key): WriteOp {
  return { type: "put", cf: "default", key: Buffer.of(key), value: Buffer.of(value) };
}

/** The byte under a key. */
export async function valueOf(engine: Engine, key: number): Promise<number | undefined> {
  return (await engine.get("default", Buffer.of(key)))?.[0];
}

/** The first bytes of all keys. */
export async function keysOf(engine: Engine): Promise<(number | undefined)[]> {
  const view = engine.readView();
  const iterator = view.iterator("default");
  await iterator.seek(EMPTY);
  const entries = await iterator.take(Infinity);
  await iterator.close();
  await view.close();
  return entries.map(({ key }) => key[0]);
}

/** What a machine is made of. Default: every write takes 5 ms. */
export interface MachineOptions {
  readonly seed?: number;
  readonly quality?: Partial<DiskQuality>;
  readonly engine?: SimEngineOptions;
  readonly sinks?: readonly TraceSink[];
}

/** One machine: what becomes of its disk, and lives that a test begins and ends by hand. */
export class Machine {
  readonly world: World;
  readonly device: SimDevice;
  readonly engines: SimEngines;
  #lives = 0;

  constructor({ seed = 3, quality = { writeMs: [5, 5] }, engine, sinks }: MachineOptions = {}) {
    this.world = new World({ seed, ...(sinks === undefined ? {} : { trace: { sinks } }) });
    this.device = new SimDevice(this.world, 1, quality);
    this.engines = new SimEngines(this.device, engine);
  }

  /** Begins a life, which opens the engine. */
  async begin(): Promise<{ life: Incarnation; engine: Engine }> {
    this.#lives += 1;
    const life = new Incarnation(this.world, this.#lives);
    return { life, engine: await this.engines.during(life).open("/data") };
  }

  play<T>(title: string, scene: () => Promise<T>): Promise<T> {
    return this.world.play(title, scene);
  }
}

/** Notes how a promise ends, without waiting for it. */
export function watch(promise: Promise<unknown>): { state: string } {
  const seen = { state: "open" };
  promise.then(
    () => {
      seen.state = "done";
    },
    (error: unknown) => {
      seen.state = String((error as { code?: unknown }).code);
    },
  );
  return seen;
}
