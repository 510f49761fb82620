/** The search finds an order if there is one, within its budget. */

import { describe, expect, test } from "@jest/globals";
import type { RegisterOperation } from "../../test/register-history.ts";
import { claims, lostWrite, nameOf, read, write } from "../../test/register-history.ts";
import type { Model } from "../models/model.ts";
import { defineModel } from "../models/model.ts";
import { registerModel } from "../models/register.ts";
import { claimsOf } from "./claim.ts";
import { search } from "./search.ts";

const plenty = 10_000;

function searchFor(...operations: readonly RegisterOperation[]): {
  readonly verdict: string;
  readonly order: readonly string[];
} {
  const { verdict, order } = search(registerModel, claims(...operations), plenty);
  return { verdict, order: order.map(({ operation }) => nameOf(operation)) };
}

describe("search()", () => {
  test("finds the order of concurrent operations", () => {
    const writes = [write(1, [0, 9], 1), write(2, [0, 9], 2)];
    const found = searchFor(...writes, read(3, [10, 11], 1));
    expect(found).toEqual({ verdict: "ok", order: ["write(2)", "write(1)", "read() -> 1"] });
  });

  test("keeps the order of operations that do not overlap", () => {
    expect(searchFor(write(1, [0, 1], 1), write(2, [2, 3], 2), read(3, [4, 5], 1))).toEqual({
      verdict: "illegal",
      order: ["write(1)", "write(2)"],
    });
  });

  test("takes equal times as concurrent, but for one client", () => {
    const writes = [write(1, [0, 2], 1), write(1, [2, 4], 2)];
    expect(searchFor(...writes, read(2, [4, 5], 1)).verdict).toBe("ok");
    expect(searchFor(...writes, read(1, [4, 5], 1)).verdict).toBe("illegal");
  });

  test("uses a loose write when it is needed, and then once", () => {
    const late = [lostWrite(1, 0, 1), read(2, [1, 2], null), read(2, [3, 4], 1)];
    expect(searchFor(...late).order).toEqual(["read() -> null", "write(1)", "read() -> 1"]);
    const twice = [...late, write(3, [5, 6], 2), read(2, [7, 8], 1)];
    expect(searchFor(...twice).verdict).toBe("illegal");
  });

  test("does not use a loose write before its call", () => {
    expect(searchFor(read(2, [0, 4], 1), lostWrite(1, 5, 1)).verdict).toBe("illegal");
    expect(searchFor(read(2, [0, 5], 1), lostWrite(1, 5, 1)).verdict).toBe("ok");
  });

  test("finds nothing wrong with an empty history", () => {
    expect(search(registerModel, [], plenty)).toEqual({ verdict: "ok", steps: 0, order: [] });
  });

  test("goes on with each state that the model allows", () => {
    const coin: Model<string, "toss" | "look", string> = defineModel({
      name: "coin",
      init: () => "none",
      step: (state, input, answer) => {
        if (input === "toss") return ["heads", "tails"];
        return answer === undefined || answer.output === state ? [state] : [];
      },
    });
    const toss = {
      client: 1,
      call: 0,
      return: 1,
      status: "ok",
      input: "toss",
      output: "",
    } as const;
    const look = (output: string, call: number) =>
      ({ client: 1, call, return: call + 1, status: "ok", input: "look", output }) as const;
    const verdictOf = (...outputs: readonly string[]): string => {
      const history = [toss, ...outputs.map((output, index) => look(output, 2 * index + 2))];
      return search(coin, claimsOf(coin, history), plenty).verdict;
    };
    expect(verdictOf("tails", "tails")).toBe("ok");
    expect(verdictOf("tails", "heads")).toBe("illegal");
  });
});

describe("the budget of a search", () => {
  const history = claims(write(1, [0, 1], 1), write(2, [2, 3], 2), read(3, [4, 5], 2));

  test("is never exceeded, and running out is no verdict", () => {
    const { steps } = search(registerModel, history, plenty);
    for (let stepsMax = 0; stepsMax < steps; stepsMax += 1) {
      const found = search(registerModel, history, stepsMax);
      expect([found.verdict, found.steps <= stepsMax]).toEqual(["unknown", true]);
    }
    expect(search(registerModel, history, steps + 1).verdict).toBe("ok");
  });

  test("leaves the longest order that was found", () => {
    const { order } = search(registerModel, history, 3);
    expect(order.map(({ operation }) => nameOf(operation))).toEqual(["write(1)", "write(2)"]);
  });
});

describe("the length of a search", () => {
  test("does not double with every loose write", () => {
    // 30 of them have a thousand million subsets; the search goes through them in 30^3 steps.
    const values = [...Array(30).keys()];
    const loose = values.map((value) => lostWrite(value, 0, value));
    const reads = values.map((value) => read(99, [2 * value + 1, 2 * value + 2], value));
    const illegal = [...loose, ...reads, read(99, [70, 71], 3)];
    expect(search(registerModel, claims(...illegal), 100_000).verdict).toBe("illegal");
  });
});
