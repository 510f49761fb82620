/** What a running test has in its hands. */

import { expect, test } from "@jest/globals";
import { RawGetResponse } from "@tinykv/proto";
import { LabContext } from "./lab-context.ts";
import { StepLog } from "./steps.ts";

function create(seed = 7, name = "a test"): { t: LabContext; steps: StepLog } {
  const steps = new StepLog();
  return { t: new LabContext({ label: "1", seed }, name, steps), steps };
}

test("a step returns what its action returns, and is done", async () => {
  const { t, steps } = create();
  expect(await t.step("one", () => 1)).toBe(1);
  expect(await t.step("two", async () => 2)).toBe(2);
  expect(steps.waiting()).toBeUndefined();
});

test("a step that throws has failed, and throws on", async () => {
  const { t, steps } = create();
  const failing = t.step("one", () => t.fail("wrong"));
  await expect(failing).rejects.toThrow("wrong");
  expect(steps.report({ mark: "here", details: [] })).toBe("1. one   ← here");
});

test("a step of an action that waits for nothing is done, or has failed, at once", () => {
  const { t, steps } = create();
  expect(t.stepNow("one", () => 1)).toBe(1);
  expect(steps.waiting()).toBeUndefined();
  expect(() => t.stepNow("two", () => t.fail("wrong"))).toThrow("wrong");
  expect(steps.report({ mark: "here", details: [] })).toContain("2. two   ← here");
});

test("what was asked for at the end is done in reverse, whatever fails of it", async () => {
  const { t } = create();
  const done: number[] = [];
  t.after(() => done.push(1));
  t.after(async () => {
    done.push(2);
    throw new Error("cannot stop");
  });
  t.after(() => done.push(3));
  await t.cleanUp();
  expect(done).toEqual([3, 2, 1]);
  await t.cleanUp();
  expect(done).toEqual([3, 2, 1]);
});

test("a disk is removed at the end", async () => {
  const { t } = create();
  const disk = await t.disk("memory");
  const engine = await disk.engines.open(disk.path);
  await t.cleanUp();
  expect(disk.faults.openEngines).toBe(0);
  await expect(engine.get("default", Buffer.of(1))).rejects.toMatchObject({
    code: "engine/closed",
  });
});

test("a message is looked at as its receiver sees it", () => {
  const { t } = create();
  const message = RawGetResponse.create({ notFound: true });
  expect(t.wire(RawGetResponse, message)).toEqual(message);
  expect(t.wire(RawGetResponse, message)).not.toBe(message);
});

test("chance comes from the seed and the name, and from nothing else", () => {
  const draw = (seed?: number, name?: string): number => create(seed, name).t.random.nextUint32();
  expect(draw()).toBe(draw());
  expect(new Set([draw(7, "a"), draw(8, "a"), draw(7, "b")]).size).toBe(3);
});
