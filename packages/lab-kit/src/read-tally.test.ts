/** Every read is counted while it is on its way, and nothing else about a view changes. */

import { describe, expect, test } from "@jest/globals";
import { memoryEngines } from "@tinykv/engine/memory";
import { countedView, ReadTally } from "./read-tally.ts";

describe("a counted view", () => {
  test("counts reads of its own and of its iterators, until they come back", async () => {
    const engine = await memoryEngines().open("/data");
    const tally = new ReadTally();
    const view = countedView(engine.readView(), tally);
    const reading = view.get("default", Buffer.from([1]));
    expect([tally.begun, tally.pending]).toEqual([1, 1]);
    await reading;
    expect([tally.begun, tally.pending]).toEqual([1, 0]);

    const iterator = view.iterator("default");
    await iterator.seek(Buffer.alloc(0));
    await iterator.take(1);
    expect([tally.begun, tally.pending]).toEqual([3, 0]);
    await iterator.close();
    await view.close();
    await engine.close();
  });

  test("counts a read that fails as one that has come back", async () => {
    const tally = new ReadTally();
    await expect(tally.count(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect([tally.begun, tally.pending]).toEqual([1, 0]);
  });
});
