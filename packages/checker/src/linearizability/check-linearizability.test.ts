/** Verdicts on the hand-made histories, and on random ones against all permutations. */

import { describe, expect, test } from "@jest/globals";
import { lostWrite, read, write } from "../../test/register-history.ts";
import type { History } from "../history/operation.ts";
import type { KeyValueInput, KeyValueOutput } from "../models/key-value.ts";
import { keyValueModel } from "../models/key-value.ts";
import { registerModel } from "../models/register.ts";
import { checkLinearizability } from "./check-linearizability.ts";

const legal = [write(1, [0, 5], 1), read(2, [6, 7], 1)];
const illegal = [...legal, read(2, [8, 9], 2)];

/** One put and one get on each key; the answer of key `b` is wrong. */
const twoKeys: History<KeyValueInput, KeyValueOutput> = ["b", "a"].flatMap((key, client) => [
  {
    client,
    call: 0,
    return: 1,
    status: "ok",
    input: { op: "put", key, value: "1" },
    output: null,
  } as const,
  {
    client,
    call: 2,
    return: 3,
    status: "ok",
    input: { op: "get", key },
    output: key === "b" ? "2" : "1",
  } as const,
]);

describe("checkLinearizability()", () => {
  test("ok: says how much was looked at, and in which order it fits", () => {
    const report = checkLinearizability(registerModel, legal);
    expect(report).toMatchObject({ verdict: "ok", steps: 2 });
    expect(report.text).toBe("linearizable (register): 2 operations, 2 steps");
    expect(report.parts).toMatchObject([{ part: "all", operationCount: 2, order: legal }]);
    expect(report).not.toHaveProperty("explanation");
  });

  test("illegal: explains, and gives the longest order that was found", () => {
    const report = checkLinearizability(registerModel, illegal);
    expect(report.verdict).toBe("illegal");
    expect(report.explanation?.culprit).toBe(illegal.at(-1));
    expect(report.parts.at(-1)?.order).toEqual(legal);
    expect(report.text).toMatch(/^not linearizable \(register, all\)\nread\(\) -> 2 of client 2/);
  });

  test("unknown: a budget that runs out is no verdict", () => {
    const report = checkLinearizability(registerModel, illegal, { stepsMax: 1 });
    expect(report.verdict).toBe("unknown");
    expect(report.text).toBe("unknown (register): 1 steps were not enough for all");
  });

  test("each part has its own state, and an illegal one is named", () => {
    const report = checkLinearizability(keyValueModel, twoKeys);
    expect(report.verdict).toBe("illegal");
    expect(report.parts.at(-1)).toMatchObject({ part: 'key "b"', verdict: "illegal" });
    expect(report.text).toContain('not linearizable (key-value, key "b")\nget("b") -> "2"');
  });

  test("an illegal part outweighs one for which the budget was too small", () => {
    const many = [...Array(8).keys()].map((client) => ({
      client,
      call: 0,
      return: 9,
      status: "ok" as const,
      input: { op: "append" as const, key: "a", value: "x" },
      output: null,
    }));
    const report = checkLinearizability(keyValueModel, [...many, ...shifted(twoKeys)], {
      stepsMax: 10,
    });
    expect(report.verdict).toBe("illegal");
  });

  test("an explanation has a budget of its own: without one the history is not shrunk", () => {
    const report = checkLinearizability(registerModel, illegal, { explainStepsMax: 0 });
    expect(report.explanation).toMatchObject({ core: illegal, causes: [], states: [] });
  });

  test("an empty history is legal", () => {
    expect(checkLinearizability(registerModel, []).verdict).toBe("ok");
  });

  test("refuses a history that contradicts itself", () => {
    const impossible = [lostWrite(1, Number.NaN, 1)];
    expect(() => checkLinearizability(registerModel, impossible)).toThrow("history/time");
  });
});

/** The same operations, by other clients. */
function shifted(
  history: History<KeyValueInput, KeyValueOutput>,
): History<KeyValueInput, KeyValueOutput> {
  return history.map((operation) => ({ ...operation, client: `b${operation.client}` }));
}
