/** The checker against brute force, on thousands of small histories per model. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defineModel } from "../src/index.ts";
import { checkLinearizability } from "../src/linearizability/check-linearizability.ts";
import { atAnyTime, claimOf } from "../src/linearizability/claim.ts";
import type { KeyValueInput, KeyValueOutput } from "../src/models/key-value.ts";
import { keyValueModel } from "../src/models/key-value.ts";
import type { Model } from "../src/models/model.ts";
import type { RegisterInput, RegisterOutput } from "../src/models/register.ts";
import { registerModel } from "../src/models/register.ts";
import { hasOrder, isLinearizable } from "./brute-force.ts";
import { smallHistory } from "./small-history.ts";

const seed = Number(process.env["TINYKV_SEED"] ?? 1);

type Calls<Input, Output> = fc.Arbitrary<{ readonly input: Input; readonly output: Output }>;

const value = fc.nat({ max: 1 });
const registerCalls: Calls<RegisterInput, RegisterOutput> = fc.oneof(
  fc.record({
    input: fc.constant({ op: "read" as const }),
    output: fc.constantFrom(null, 0, 1),
  }),
  fc.record({
    input: fc.record({ op: fc.constant("write" as const), value }),
    output: fc.constant(null),
  }),
  fc.record({
    input: fc.record({ op: fc.constant("cas" as const), from: value, to: value }),
    output: fc.boolean(),
  }),
);

const key = fc.constantFrom("x", "y");
const text = fc.constantFrom("a", "b");
const keyValueCalls: Calls<KeyValueInput, KeyValueOutput> = fc.oneof(
  fc.record({
    input: fc.record({ op: fc.constant("get" as const), key }),
    output: fc.constantFrom(null, "a", "b", "ab", "aa"),
  }),
  fc.record({
    input: fc.record({ op: fc.constantFrom("put" as const, "append" as const), key, value: text }),
    output: fc.constant(null),
  }),
  fc.record({
    input: fc.record({ op: fc.constant("delete" as const), key }),
    output: fc.constant(null),
  }),
);

const scanCalls: Calls<KeyValueInput, KeyValueOutput> = fc.oneof(
  { weight: 2, arbitrary: keyValueCalls },
  {
    weight: 1,
    arbitrary: fc.record({
      input: fc.constantFrom<KeyValueInput>(
        { op: "scan", start: "x" },
        { op: "scan", start: "x", limit: 1 },
        { op: "scan", start: "", end: "y" },
        { op: "scan", start: "y", end: "x" },
      ),
      output: fc.constantFrom<KeyValueOutput>(
        [],
        [["x", "a"]],
        [["y", "b"]],
        [
          ["x", "a"],
          ["y", "b"],
        ],
      ),
    }),
  },
);

/** A bag: `take` may answer with any element, so one call leads to several states. */
type BagInput = "add" | "take";
const bagModel: Model<readonly number[], { op: BagInput; item: number }, number> = defineModel({
  name: "bag",
  init: (): readonly number[] => [],
  step: (bag, { op, item }, answer) => {
    if (op === "add") return [[...bag, item].sort((a, b) => a - b)];
    const places = [...bag.keys()].filter(
      (place) => answer === undefined || bag[place] === answer.output,
    );
    return places.map((place) => bag.filter((_, other) => other !== place));
  },
});
const bagCalls: Calls<{ op: BagInput; item: number }, number> = fc.record({
  input: fc.record({ op: fc.constantFrom<BagInput>("add", "take"), item: value }),
  output: value,
});

interface Subject<State, Input, Output> {
  readonly model: Model<State, Input, Output>;
  readonly calls: Calls<Input, Output>;
}

/** Runs the properties of one model; each must meet many histories of both kinds. */
function describeModel<State, Input, Output>(
  name: string,
  { model, calls }: Subject<State, Input, Output>,
): void {
  describe(name, () => {
    test("the verdict is that of brute force", () => {
      const count = { ok: 0, illegal: 0, unknown: 0 };
      const property = fc.property(smallHistory(calls), (history) => {
        const { verdict } = checkLinearizability(model, history);
        count[verdict] += 1;
        expect(verdict).toBe(isLinearizable(model, history) ? "ok" : "illegal");
      });
      fc.assert(property, { seed, numRuns: 3000 });
      expect(Math.min(count.ok, count.illegal)).toBeGreaterThan(300);
    });

    test("the order of a legal part is one that the model allows", () => {
      const property = fc.property(smallHistory(calls), (history) => {
        const { parts } = checkLinearizability(model, history);
        for (const { order, verdict } of parts.filter((part) => part.verdict === "ok")) {
          let states: readonly State[] = [model.init()];
          for (const operation of order) {
            const { answer } = claimOf(operation);
            states = states.flatMap((state) => model.step(state, operation.input, answer));
          }
          expect([verdict, states.length]).not.toEqual(["ok", 0]);
        }
      });
      fc.assert(property, { seed, numRuns: 1000 });
    });

    test("an explanation's core has no order, wherever the rest took effect", () => {
      let count = 0;
      const property = fc.property(smallHistory(calls), (history) => {
        const { explanation } = checkLinearizability(model, history);
        if (explanation === undefined) return;
        count += 1;
        const { core, loose, culprit } = explanation;
        const end = culprit.return ?? Infinity;
        const rest = history.filter(
          (operation) =>
            operation.status !== "fail" && operation.call <= end && !core.includes(operation),
        );
        const weakest = [...core.map(claimOf), ...rest.map((each) => atAnyTime(claimOf(each)))];
        const isPossible = hasOrder(model, weakest, model.init());
        expect({ isPossible, isCulpritIn: core.includes(culprit) }).toEqual({
          isPossible: false,
          isCulpritIn: true,
        });
        expect(rest).toEqual(expect.arrayContaining([...loose]));
      });
      fc.assert(property, { seed, numRuns: 1000 });
      expect(count).toBeGreaterThan(100);
    });
  });
}

describeModel("register", { model: registerModel, calls: registerCalls });
describeModel("key-value map without scans", { model: keyValueModel, calls: keyValueCalls });
describeModel("key-value map with scans", { model: keyValueModel, calls: scanCalls });
describeModel("a bag, defined by the caller", { model: bagModel, calls: bagCalls });
