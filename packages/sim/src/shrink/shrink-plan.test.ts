/** Tests of shrinking a plan: the same failure, less of everything, within its runs. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { FaultStep } from "../faults/fault.ts";
import { type Plan, type PlanOutcome, shrinkPlan } from "./shrink-plan.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = seed === undefined ? {} : { seed: Number(seed) };

type TestPlan = Plan<number>;

function crash(at: number): FaultStep {
  return { at, do: "crash", node: "n1" };
}

/** Crashes at each of these times, and operations with numbers from 0 on. */
function planOf(times: readonly number[], operations: number, timeMs = 1000): TestPlan {
  return {
    schedule: times.map(crash),
    operations: Array.from({ length: operations }, (_, at) => at),
    timeMs,
  };
}

function timesOf({ schedule }: TestPlan): number[] {
  return schedule.map(({ at }) => at);
}

/** A run that fails at a moment if some faults and operations are there. */
function failsWith(
  needs: { readonly times: readonly number[]; readonly operations: readonly number[] },
  failedMs: number,
): (plan: TestPlan) => PlanOutcome {
  return (plan) => {
    const times = timesOf(plan);
    const isThere =
      needs.times.every((one) => times.includes(one)) &&
      needs.operations.every((one) => plan.operations.includes(one));
    const isInTime = failedMs <= plan.timeMs;
    return isThere && isInTime
      ? { failure: "election safety", timeMs: failedMs }
      : { timeMs: plan.timeMs };
  };
}

/** Shrinks, and keeps all plans that were run, and all that were told of. */
async function shrink(
  plan: TestPlan,
  run: (plan: TestPlan) => PlanOutcome,
  runsMax?: number,
): Promise<{
  readonly plan: TestPlan;
  readonly failure?: string;
  readonly runs: number;
  readonly ran: TestPlan[];
  readonly told: { plan: Plan<unknown>; runs: number }[];
}> {
  const ran: TestPlan[] = [];
  const told: { plan: Plan<unknown>; runs: number }[] = [];
  const shrunk = await shrinkPlan(
    plan,
    async (candidate) => {
      ran.push(candidate);
      return run(candidate);
    },
    {
      ...(runsMax === undefined ? {} : { runsMax }),
      onProgress: (smaller, runs) => void told.push({ plan: smaller, runs }),
    },
  );
  return { ...shrunk, ran, told };
}

describe("shrinkPlan()", () => {
  test("leaves the faults and operations that the failure needs, and its time", async () => {
    const plan = planOf([10, 20, 30, 40, 500], 20);
    const run = failsWith({ times: [20, 40], operations: [3, 17] }, 312.4);
    const { plan: small, failure } = await shrink(plan, run);
    expect(small).toEqual({
      ...{ schedule: [crash(20), crash(40)], operations: [3, 17], timeMs: 313 },
    });
    expect(failure).toBe("election safety");
  });

  test("leaves just what is needed of any plan", async () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 20 });
    const sorted = times.map((list) => list.toSorted((a, b) => a - b));
    const cases = fc.tuple(sorted, fc.nat({ max: 20 })).chain(([list, count]) => {
      const plan = planOf(list, count);
      return fc.tuple(fc.constant(plan), fc.subarray(list), fc.subarray([...plan.operations]));
    });
    const property = fc.asyncProperty(cases, async ([plan, needed, operations]) => {
      const run = failsWith({ times: needed, operations }, 300);
      const { plan: small } = await shrink(plan, run, 100_000);
      expect(small).toEqual({ schedule: needed.map(crash), operations, timeMs: 300 });
    });
    await fc.assert(property, parameters);
  });

  test("makes one run of a plan that does not fail, and returns it", async () => {
    const plan = planOf([10], 3);
    const result = await shrink(plan, () => ({ timeMs: 1000 }));
    expect(result.plan).toBe(plan);
    expect([result.failure, result.runs, result.ran.length]).toEqual([undefined, 1, 1]);
    expect("failure" in result).toBe(false);
  });

  test("refuses another failure, however small the plan that shows it", async () => {
    const needed = failsWith({ times: [20], operations: [3] }, 1000);
    const run = (plan: TestPlan): PlanOutcome =>
      plan.operations.length === 0 ? { failure: "log matching", timeMs: 1 } : needed(plan);
    const { plan, failure } = await shrink(planOf([10, 20, 30], 9), run);
    expect([timesOf(plan), plan.operations, failure]).toEqual([[20], [3], "election safety"]);
  });

  test("keeps the name of a failure that has an empty one", async () => {
    const { plan, failure } = await shrink(planOf([10, 20], 2), ({ timeMs }) => {
      return { failure: "", timeMs };
    });
    expect([plan.schedule, plan.operations, failure]).toEqual([[], [], ""]);
  });

  test("cuts the time first, and the faults behind it with it", async () => {
    const run = failsWith({ times: [20], operations: [] }, 30);
    const { ran } = await shrink(planOf([20, 30, 31, 40], 1), run);
    expect(ran[1]).toEqual(planOf([20, 30], 1, 30));
  });

  test("leaves the time as it is if the failure needs it", async () => {
    const isWhole = (plan: TestPlan): PlanOutcome => {
      return plan.timeMs === 1000 ? { failure: "x", timeMs: 30 } : { timeMs: plan.timeMs };
    };
    const { plan } = await shrink(planOf([20, 40], 1), isWhole);
    expect(plan).toEqual(planOf([], 0, 1000));
  });

  test("leaves the time as it is if the failure comes behind the end", async () => {
    const { plan } = await shrink(planOf([20], 1), () => ({ failure: "x", timeMs: 5000 }));
    expect(plan).toEqual(planOf([], 0, 1000));
  });

  test("cuts the time once more when the smaller plan fails sooner", async () => {
    const run = (plan: TestPlan): PlanOutcome => {
      const timeMs = 100 * (1 + plan.operations.length);
      return { timeMs, ...(timeMs <= plan.timeMs ? { failure: "x" } : {}) };
    };
    expect((await shrink(planOf([], 5), run)).plan).toEqual(planOf([], 0, 100));
  });

  test("goes over the faults again when operations have gone", async () => {
    // The fault is needed as long as there is more than one operation.
    const run = (plan: TestPlan): PlanOutcome => {
      const isFailing = plan.operations.length === 1 || plan.schedule.length === 1;
      const isThere = plan.operations.includes(2) && isFailing;
      return { timeMs: 1000, ...(isThere ? { failure: "x" } : {}) };
    };
    expect((await shrink(planOf([20], 5), run)).plan).toEqual({
      ...planOf([], 0),
      operations: [2],
    });
  });

  test("makes as many runs as it may, counts them all, and returns what it saw fail", async () => {
    const needs = { times: [30, 70, 110], operations: [1, 8, 13] };
    const plan = planOf(
      Array.from({ length: 15 }, (_, at) => at * 10),
      15,
    );
    const run = failsWith(needs, 500.5);
    const { runs: enough } = await shrink(plan, run);
    for (let runsMax = 1; runsMax <= enough + 1; runsMax += 1) {
      const result = await shrink(plan, run, runsMax);
      expect(result.ran.length).toBe(result.runs);
      expect(result.runs).toBe(Math.min(runsMax, enough));
      expect(run(result.plan).failure).toBe("election safety");
      expect(result.ran).toContainEqual(result.plan);
    }
  });

  test("makes 400 runs at most, if nothing else is asked for", async () => {
    const plan = planOf(
      Array.from({ length: 900 }, (_, at) => at),
      0,
    );
    const { runs, ran } = await shrink(
      plan,
      failsWith({ times: timesOf(plan), operations: [] }, 999),
    );
    expect([runs, ran.length]).toEqual([400, 400]);
  });

  test("makes the same runs for the same plan", async () => {
    const plan = planOf([10, 20, 30, 40], 12);
    const run = failsWith({ times: [20, 40], operations: [3, 7] }, 300);
    expect(await shrink(plan, run)).toEqual(await shrink(plan, run));
  });

  test("tells of each plan that is smaller than the one before, and when that was", async () => {
    const plan = planOf([10, 20, 30, 40], 8);
    const run = failsWith({ times: [20], operations: [3] }, 300);
    const { told, ran, plan: small } = await shrink(plan, run);
    const size = (one: Plan<unknown>): number =>
      one.schedule.length + one.operations.length + one.timeMs;
    const sizes = [plan, ...told.map((one) => one.plan)].map(size);
    expect(told.length).toBeGreaterThan(3);
    expect(sizes).toEqual([...new Set(sizes)].toSorted((a, b) => b - a));
    expect(told.map(({ runs }) => ran[runs - 1])).toEqual(told.map((one) => one.plan));
    expect(told.at(-1)?.plan).toEqual(small);
  });

  test("leaves the given plan as it is", async () => {
    const plan = planOf([10, 20, 30, 40], 8);
    await shrink(plan, failsWith({ times: [20], operations: [3] }, 300));
    expect(plan).toEqual(planOf([10, 20, 30, 40], 8));
  });
});
