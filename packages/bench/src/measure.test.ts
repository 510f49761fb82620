/** Tests of how contenders are measured: turns, medians and counts, not speed. */

import { describe, expect, test } from "@jest/globals";
import { type Contender, latencyOf, measure, median, planOf, repeat, shareOf } from "./measure.ts";

describe("median()", () => {
  const cases: readonly (readonly [values: readonly number[], middle: number])[] = [
    [[5], 5],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ];
  for (const [values, middle] of cases) {
    test(`of ${values.join(", ")} is ${middle}`, () => expect(median(values)).toBe(middle));
  }
  test("of nothing is no number", () => expect(median([])).toBeNaN());
});

describe("latencyOf()", () => {
  test("is the middle, and what 99 of 100 stay below", () => {
    const times = Array.from({ length: 200 }, (_, n) => 200 - n);
    expect(latencyOf(times)).toEqual({ p50Ms: 100.5, p99Ms: 198 });
    expect(latencyOf([7])).toEqual({ p50Ms: 7, p99Ms: 7 });
  });
});

describe("measure()", () => {
  test("takes turns, and everybody is first as often as last", async () => {
    const order: string[] = [];
    const contender = (name: string): Contender => ({
      name,
      run: async () => {
        order.push(name);
        return { count: 1, seconds: 1 };
      },
    });
    await measure([contender("a"), contender("b")], { rounds: 3, roundMs: 1 });
    expect(order.join("")).toBe("ab" + "ab" + "ba" + "ab");
  });

  test("does not count the warm-up", async () => {
    const seconds = [1000, 1, 4, 2];
    const run: Contender["run"] = async () => ({ count: 8, seconds: seconds.shift() ?? 0 });
    const rates = await measure([{ name: "one", run }], { rounds: 3, roundMs: 1 });
    expect(rates.get("one")).toEqual([8, 2, 4]);
  });
});

describe("shareOf()", () => {
  test("compares round by round, so that a slow moment of the machine hits both", () => {
    // In the second round everything was ten times slower.
    expect(shareOf([70, 7, 80], [100, 10, 100])).toBe(0.7);
  });
});

describe("planOf()", () => {
  test("splits the time of a contender into its rounds", () => {
    const { rounds, roundMs } = planOf(2);
    expect(rounds * roundMs).toBe(2000);
  });
});

describe("repeat()", () => {
  test("counts what all workers did, none of it twice or lost", async () => {
    let done = 0;
    const { count, seconds } = await repeat(20, 8, async (worker) => {
      // A worker that waits must not lose what others counted meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
      done += worker;
      return worker;
    });
    expect(count).toBe(done);
    expect(seconds).toBeGreaterThan(0);
  });
});
