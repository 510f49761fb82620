/**
 * Conformance: long random histories, compared with a model after every step.
 *
 * A history is drawn as data (`Step[]`) and then run, so that a failure can be shrunk and printed.
 */

import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { COLUMN_FAMILIES } from "../column-family.ts";
import type { Engine, IteratorOptions, KeyRange, ReadView } from "../engine.ts";
import type { WriteOp } from "../write-op.ts";
import { type MakeTestDisk, type TestDisk, UNSYNCED, withDisk, withIterator } from "./harness.ts";
import { applied, EMPTY_STATE, type ModelState, valueOf, walked, withoutRange } from "./model.ts";

/** How the random test is run. */
export interface ModelTestOptions {
  /** Replays the histories of a seed that a failure printed. Default: a new seed each time. */
  readonly seed?: number;
  /** How many histories. Default 40. */
  readonly runs?: number;
}

/** One step of a history. */
type Step =
  | { readonly do: "write"; readonly batches: WriteOp[][]; readonly sync: boolean }
  | { readonly do: "deleteRange"; readonly cf: string; readonly range: KeyRange }
  | { readonly do: "openView" }
  | { readonly do: "closeView" }
  | { readonly do: "reopen" }
  | { readonly do: "walk"; readonly cf: string; readonly walk: Walk };

/** A walk of an iterator: seeks, each followed by single moves and one take. */
interface Walk {
  readonly options: IteratorOptions;
  readonly seeks: { readonly target: Buffer; readonly moves: number; readonly take: number }[];
}

/** Few bytes, at the ends and in the middle: keys collide, and are prefixes of each other. */
const keys = fc
  .array(fc.constantFrom(0, 1, 0x5f, 0x60, 0x80, 0xff), { maxLength: 3 })
  .map((values) => Buffer.from(values));
const values = fc.uint8Array({ maxLength: 4 }).map((array) => Buffer.from(array));
const families = fc.constantFrom(...COLUMN_FAMILIES);
const ranges = fc.record({ start: keys, end: keys }, { requiredKeys: [] });
const operations: fc.Arbitrary<WriteOp> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant("put"), cf: families, key: keys, value: values }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("delete"), cf: families, key: keys }) },
);
const walks: fc.Arbitrary<Walk> = fc.record({
  options: fc.tuple(ranges, fc.boolean()).map(([range, reverse]) => ({ ...range, reverse })),
  seeks: fc.array(fc.record({ target: keys, moves: fc.nat(3), take: fc.nat(12) }), {
    maxLength: 4,
  }),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("write"),
      // Several at once: they share groups.
      batches: fc.array(fc.array(operations, { maxLength: 8 }), { maxLength: 5 }),
      sync: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("deleteRange"), cf: families, range: ranges }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("openView") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("closeView") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen") }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("walk"), cf: families, walk: walks }) },
);

/** A history in progress: the engine, and what it should look like. */
class History {
  readonly #disk: TestDisk;
  #engine: Engine;
  #state = EMPTY_STATE;
  /** The open views, oldest first, each with the state of its moment. */
  #views: { readonly view: ReadView; readonly state: ModelState }[] = [];

  constructor(disk: TestDisk, engine: Engine) {
    this.#disk = disk;
    this.#engine = engine;
  }

  async run(step: Step): Promise<void> {
    switch (step.do) {
      case "write":
        await Promise.all(step.batches.map((ops) => this.#engine.write(ops, { sync: step.sync })));
        for (const ops of step.batches) this.#state = applied(this.#state, ops);
        break;
      case "deleteRange":
        await this.#engine.deleteRange(step.cf, step.range, UNSYNCED);
        this.#state = withoutRange(this.#state, step.cf, step.range);
        break;
      case "openView":
        this.#views.push({ view: this.#engine.readView(), state: this.#state });
        break;
      case "closeView":
        await this.#views.shift()?.view.close();
        break;
      case "reopen":
        await this.close();
        this.#engine = await this.#disk.engines.open(this.#disk.path);
        break;
      case "walk":
        await this.#checkWalks(step.cf, step.walk);
        break;
    }
  }

  async close(): Promise<void> {
    for (const { view } of this.#views.splice(0)) await view.close();
    expect(this.#engine.usage()).toEqual({ openReadViews: 0, openIterators: 0 });
    await this.#engine.close();
  }

  /** Compares the present and every open view. */
  async #checkWalks(cf: string, walk: Walk): Promise<void> {
    const present = { view: this.#engine.readView(), state: this.#state };
    for (const { view, state } of [present, ...this.#views]) {
      for (const { target } of walk.seeks) {
        expect(await view.get(cf, target)).toEqual(valueOf(state, cf, target));
      }
      await checkWalk(view, state, cf, walk);
    }
    for (const { target } of walk.seeks) {
      expect(await this.#engine.get(cf, target)).toEqual(valueOf(this.#state, cf, target));
    }
    await present.view.close();
  }
}

async function checkWalk(view: ReadView, state: ModelState, cf: string, walk: Walk): Promise<void> {
  await withIterator(view, cf, walk.options, async (iterator) => {
    for (const { target, moves, take } of walk.seeks) {
      const expected = [...walked(state, cf, walk.options, target)];
      await iterator.seek(target);
      for (let i = 0; i < moves && iterator.valid(); i++) {
        expect(iterator.item()).toEqual(expected.shift());
        await iterator.next();
      }
      expect(await iterator.take(take)).toEqual(expected.splice(0, take));
      expect(iterator.valid() ? iterator.item() : undefined).toEqual(expected[0]);
    }
  });
}

export function modelTest(makeDisk: MakeTestDisk, options: ModelTestOptions = {}): void {
  const { seed, runs: numRuns = 40 } = options;

  test("any history of calls gives what a sorted list would give", async () => {
    const property = fc.asyncProperty(fc.array(steps, { maxLength: 30, size: "max" }), (history) =>
      withDisk(makeDisk, async (disk) => {
        const run = new History(disk, await disk.engines.open(disk.path));
        try {
          for (const step of history) await run.run(step);
        } finally {
          await run.close();
        }
      }),
    );
    const details = await fc.check(property, { numRuns, ...(seed === undefined ? {} : { seed }) });
    if (!details.failed) return;
    const report = await fc.asyncDefaultReportMessage(details);
    throw new Error(`${report}\n\nReplay: TINYKV_SEED=${details.seed} npx tinykv-jest`);
  });
}
