/**
 * A disk with named records, for processes that have no engine: a set of changes is written as a
 * whole or not at all, and a read sees what is durable.
 */

import { type Codec, cloneCodec } from "./codec.ts";
import type { SimDevice } from "./device.ts";
import type { Incarnation } from "./incarnation.ts";

/** Changes by the name of the record; `undefined` removes one. */
export type RecordChanges<V> = Readonly<Record<string, V | undefined>>;

/** The records of one machine; they stay when the process on it crashes. */
export class SimDisk<V> {
  readonly device: SimDevice;
  readonly #codec: Codec<V>;
  readonly #records = new Map<string, unknown>();

  constructor(device: SimDevice, codec: Codec<V> = cloneCodec<V>()) {
    this.device = device;
    this.#codec = codec;
  }

  /**
   * Writes all changes at once. They are copied before this returns.
   *
   * @param life who writes; when it ends before the write is done, the write never happens
   * @throws {TinyKvError} as the device
   */
  write(life: Incarnation, changes: RecordChanges<V>): Promise<void> {
    const encoded = Object.entries(changes).map(([name, value]) => ({
      name,
      wire: value === undefined ? undefined : this.#codec.encode(value),
    }));
    return this.device.write(life, () => {
      for (const { name, wire } of encoded) {
        if (wire === undefined) this.#records.delete(name);
        else this.#records.set(name, wire);
      }
    });
  }

  /** What is durable under a name. The value is the caller's. */
  read(name: string): V | undefined {
    const wire = this.#records.get(name);
    return wire === undefined ? undefined : this.#codec.decode(wire);
  }

  /** The names of all records that begin with `prefix`, in the order of their characters. */
  names(prefix = ""): string[] {
    const names = [...this.#records.keys()].filter((name) => name.startsWith(prefix));
    return names.sort();
  }
}
