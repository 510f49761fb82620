/**
 * What a lab test has in its hands: numbered steps, checks, disks and randomness. See the package's
 * README for how it is used.
 */

import type { Random } from "@tinykv/runtime";
import { seededRandom } from "@tinykv/runtime/real";
import * as checks from "./checks.ts";
import { createDisk, type Disk, type DiskKind } from "./disks.ts";
import type { SimulationOrder } from "./events.ts";
import { freezeShared } from "./freeze-shared.ts";
import { type Codec, throughWire } from "./plain.ts";
import type { StepLog } from "./steps.ts";

type Cleanup = () => unknown;

/** The run that a test belongs to. */
export interface RunOfTest {
  readonly label: string;
  readonly seed: number;
  /** What to do with a simulated run that fails. */
  readonly simulation?: SimulationOrder | undefined;
}

/** The context of one running lab test. */
export class LabContext {
  /**
   * Chance, from the seed of the run and the test's name and nothing else. Lab code may be given
   * it, or a fork of it.
   */
  readonly random: Random;
  readonly name: string;
  readonly run: RunOfTest;
  readonly #steps: StepLog;
  readonly #cleanups: Cleanup[] = [];

  readonly expectBytes = checks.expectBytes;
  readonly expectAbsent = checks.expectAbsent;
  readonly expectTrue = checks.expectTrue;
  readonly expectFalse = checks.expectFalse;
  readonly expectEqual = checks.expectEqual;
  readonly expectEntries = checks.expectEntries;
  readonly expectRejects = checks.expectRejects;
  readonly expectPending = checks.expectPending;
  readonly fail = checks.fail;

  /**
   * @param name of the test
   */
  constructor(run: RunOfTest, name: string, steps: StepLog) {
    this.run = run;
    this.name = name;
    this.random = freezeShared(seededRandom(run.seed).fork(name));
    this.#steps = steps;
  }

  /**
   * Does one step of the test and returns its result. Steps are numbered; a failure prints them
   * with the failing one marked, so say in domain words what is done: `RawPut default [99] → [42]`.
   */
  async step<T>(title: string, action: () => T | Promise<T>): Promise<T> {
    const end = this.#steps.begin(title);
    let hasFailed = true;
    try {
      const result = await action();
      hasFailed = false;
      return result;
    } finally {
      end(hasFailed);
    }
  }

  /** Like {@link step}, for an action that waits for nothing. */
  stepNow<T>(title: string, action: () => T): T {
    const end = this.#steps.begin(title);
    let hasFailed = true;
    try {
      const result = action();
      hasFailed = false;
      return result;
    } finally {
      end(hasFailed);
    }
  }

  /**
   * A message from lab code as its receiver sees it: encoded and decoded. Look at the result only,
   * never at the message itself.
   */
  wire<T>(codec: Codec<T>, message: unknown, what = "the response"): T {
    return throughWire(codec, message, what);
  }

  /** An empty disk, which is removed when the test ends. */
  async disk(kind: DiskKind): Promise<Disk> {
    const disk = await createDisk(kind);
    this.after(() => disk.remove());
    return disk;
  }

  /**
   * Does something when the test has ended, however it ended; the last one asked for comes first.
   */
  after(cleanup: Cleanup): void {
    this.#cleanups.push(cleanup);
  }

  /** @internal Runs the cleanups; what goes wrong in them does not change the result. */
  async cleanUp(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).reverse()) {
      try {
        await cleanup();
      } catch {
        // A lab that failed may not be able to stop either.
      }
    }
  }
}
