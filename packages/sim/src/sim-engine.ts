/**
 * Engines on a simulated disk: the engine in memory, whose writes go through a `SimDevice`.
 *
 * A write is durable, and can be read, from the moment at which its promise resolves, after the
 * time that the device draws. Writes that are on their way together share one write of the device,
 * and happen in the order of their calls. When a life ends, what was not durable by then is lost,
 * and nothing else; the paths that it had open can be opened by the next life. `sync` makes no
 * difference: the simulator knows crashes of processes, and no power cuts.
 *
 * A failing or full device shows as `engine/io` (it may have happened) and `sim/disk-full` (it has
 * not).
 */

import type {
  Engine,
  EngineOpener,
  EngineUsage,
  KeyRange,
  ReadView,
  WriteOp,
  WriteOptions,
} from "@tinykv/engine";
import { type MemoryDisk, memoryDisk } from "@tinykv/engine/memory";
import type { SimDevice } from "./device.ts";
import type { RangeMs } from "./draws.ts";
import { EngineAccess, type ReadTime } from "./engine-access.ts";
import type { Incarnation } from "./incarnation.ts";
import { SimReadView } from "./sim-read-view.ts";

/** How engines on a simulated disk behave, besides their device. */
export interface SimEngineOptions {
  /**
   * How long a read takes. Absent: it is answered within the step in which it was asked for, as in
   * memory; then code that does nothing but read until a write is done never ends its step.
   */
  readonly readMs?: RangeMs;
}

/** The engines of one machine, by path; they stay when the process on it crashes. */
export class SimEngines {
  readonly device: SimDevice;
  readonly #disk: MemoryDisk = memoryDisk();
  readonly #readTime: ReadTime;

  constructor(device: SimDevice, { readMs }: SimEngineOptions = {}) {
    this.device = device;
    const random = device.world.random(`reads ${device.node}`);
    this.#readTime = { random, rangeMs: readMs };
  }

  /**
   * Opens engines in one life of the process. After its end they change nothing any more, and no
   * promise of theirs settles.
   */
  during(life: Incarnation): EngineOpener {
    const inner = this.#disk.engines({
      commit: (apply) => this.device.write(life, apply),
      onOpen: (giveUp) => life.onEnd(giveUp),
    });
    const access = new EngineAccess(this.device, life, this.#readTime);
    const open = async (path: string): Promise<Engine> =>
      new SimEngine(await inner.open(path), access);
    return { open: (path) => access.read(() => open(path)) };
  }
}

/** An {@link Engine} of one life. */
class SimEngine implements Engine {
  readonly #inner: Engine;
  readonly #access: EngineAccess;

  constructor(inner: Engine, access: EngineAccess) {
    this.#inner = inner;
    this.#access = access;
  }

  get(cf: string, key: Buffer): Promise<Buffer | undefined> {
    return this.#access.read(() => this.#inner.get(cf, key));
  }

  write(ops: readonly WriteOp[], options: WriteOptions): Promise<void> {
    return this.#access.ask(() => this.#inner.write(ops, options));
  }

  readView(): ReadView {
    return new SimReadView(this.#inner.readView(), this.#access);
  }

  deleteRange(cf: string, range: KeyRange, options: WriteOptions): Promise<void> {
    return this.#access.ask(() => this.#inner.deleteRange(cf, range, options));
  }

  approximateSize(cf: string, range: KeyRange): Promise<number> {
    return this.#access.read(() => this.#inner.approximateSize(cf, range));
  }

  usage(): EngineUsage {
    return this.#inner.usage();
  }

  close(): Promise<void> {
    return this.#access.ask(() => this.#inner.close());
  }
}
