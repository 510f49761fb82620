/**
 * Histories of the size that a simulated cluster leaves: 1,000 operations of 20 clients over 10
 * keys. The budget of steps stands for time, which no test may measure: 10,000 steps are some 50
 * ms.
 */

import { describe, expect, test } from "@jest/globals";
import { seededRandom } from "@tinykv/runtime/real";
import type { History } from "../src/history/operation.ts";
import { checkLinearizability } from "../src/linearizability/check-linearizability.ts";
import type { KeyValueInput, KeyValueOutput } from "../src/models/key-value.ts";
import { keyValueModel } from "../src/models/key-value.ts";
import { registerModel } from "../src/models/register.ts";
import { randomHistory } from "./random-history.ts";
import { keyValuePlan, registerPlan } from "./random-inputs.ts";

const stepsMax = 10_000;
const seeds = [1, 2, 3, 4, 5];
const sizes = { operationCount: 1000, clientCount: 20, unknownPercent: 0 };
const tenKeys = { keyCount: 10, scanPercent: 0 };

type KeyValueHistory = History<KeyValueInput, KeyValueOutput>;

/** The last get of one key now sees a value that nobody wrote. */
function withInventedValue(history: KeyValueHistory): KeyValueHistory {
  const last = history.findLastIndex(
    ({ status, input }) => status === "ok" && input.op === "get" && input.key === "k0",
  );
  const value = "a value that nobody wrote";
  return history.map((operation, index) =>
    index === last && operation.status === "ok" ? { ...operation, output: value } : operation,
  );
}

describe("1,000 operations of 20 clients", () => {
  test.each(seeds)("a legal key-value history is found legal (seed %d)", (seed) => {
    const history = randomHistory(seededRandom(seed), keyValuePlan(sizes, tenKeys));
    const report = checkLinearizability(keyValueModel, history, { stepsMax });
    expect(report.verdict).toBe("ok");
    expect(history).toHaveLength(1000);
  });

  test.each(seeds)("so is one in which clients time out (seed %d)", (seed) => {
    const plan = keyValuePlan({ ...sizes, unknownPercent: 5 }, tenKeys);
    const history = randomHistory(seededRandom(seed), plan);
    const report = checkLinearizability(keyValueModel, history, { stepsMax });
    expect(report.verdict).toBe("ok");
  });

  test.each(seeds)("one wrong answer makes it illegal, and is blamed (seed %d)", (seed) => {
    const legal = randomHistory(seededRandom(seed), keyValuePlan(sizes, tenKeys));
    const history = withInventedValue(legal);
    const { verdict, explanation } = checkLinearizability(keyValueModel, history, { stepsMax });
    expect(verdict).toBe("illegal");
    expect(explanation?.core).toEqual([explanation?.culprit]);
    expect(explanation?.culprit).toMatchObject({ output: "a value that nobody wrote" });
  });
});

describe("1,000 operations of 6 clients", () => {
  const fewer = { ...sizes, clientCount: 6 };

  test.each(seeds)("on one key are found legal (seed %d)", (seed) => {
    const plan = keyValuePlan(fewer, { keyCount: 1, scanPercent: 0 });
    const history = randomHistory(seededRandom(seed), plan);
    expect(checkLinearizability(keyValueModel, history, { stepsMax }).verdict).toBe("ok");
  });

  test.each(seeds)("with scans over all keys are found legal (seed %d)", (seed) => {
    const plan = keyValuePlan(fewer, { keyCount: 10, scanPercent: 10 });
    const history = randomHistory(seededRandom(seed), plan);
    expect(checkLinearizability(keyValueModel, history, { stepsMax }).verdict).toBe("ok");
  });

  test.each(seeds)("on one register with few values are found legal (seed %d)", (seed) => {
    const history = randomHistory(seededRandom(seed), registerPlan(fewer));
    expect(checkLinearizability(registerModel, history, { stepsMax }).verdict).toBe("ok");
  });
});
