/** Tests of schedules in files: what is written can be read, and what is wrong has a place. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { FaultStep, Schedule } from "./fault.ts";
import { formatSchedule, parseSchedule } from "./schedule-file.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = seed === undefined ? {} : { seed: Number(seed) };

const node = fc.constantFrom("n1", "n2", "n3", "c1", "client");
// A zero has no sign in JSON.
const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value));
const at = fc.oneof(fc.nat(), number(0, 1e6));
const rate = number(0, 1);
const rangeMs = fc
  .tuple(number(0, 1000), number(0, 1000))
  .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);

function kind<const K extends string>(name: K): fc.Arbitrary<K> {
  return fc.constant(name);
}

/** Every kind of step, with all that it can have. */
const steps: fc.Arbitrary<FaultStep> = fc.oneof(
  fc.record({ at, do: kind("partition"), groups: fc.array(fc.array(node)) }),
  fc.record(
    { at, do: kind("cut"), from: node, to: node, both: fc.boolean() },
    { requiredKeys: ["at", "do", "from", "to"] },
  ),
  fc.record({ at, do: kind("heal") }),
  fc.record(
    {
      ...{ at, do: kind("links"), from: node, to: node, delayMs: rangeMs },
      ...{ loss: rate, duplicate: rate, reorder: rate },
    },
    { requiredKeys: ["at", "do"] },
  ),
  fc.record({ at, do: kind("mend-links") }),
  fc.record({ at, do: fc.constantFrom("crash", "start", "pause", "resume"), node }),
  fc.record(
    { at, do: kind("clock"), node, skewMs: number(-1e6, 1e6), rate: number(0.01, 10) },
    { requiredKeys: ["at", "do", "node"] },
  ),
  fc.record(
    {
      ...{ at, do: kind("disk"), node, writeMs: rangeMs, isFull: fc.boolean() },
      ...{ failRate: rate, failNext: fc.nat() },
    },
    { requiredKeys: ["at", "do", "node"] },
  ),
  fc.record({ at, do: kind("ask"), what: fc.string({ minLength: 1 }), node }),
);

describe("a schedule in a file", () => {
  test("is read as it was written", () => {
    const property = fc.property(fc.array(steps), (schedule) => {
      expect(parseSchedule(formatSchedule(schedule))).toEqual(schedule);
    });
    fc.assert(property, parameters);
  });

  test("has one step per line", () => {
    const schedule: Schedule = [
      { at: 1, do: "crash", node: "n1" },
      { at: 2.5, do: "heal" },
    ];
    const lines = [
      "[",
      '  {"at":1,"do":"crash","node":"n1"},',
      '  {"at":2.5,"do":"heal"}',
      "]",
      "",
    ];
    expect(formatSchedule(schedule)).toBe(lines.join("\n"));
    expect(formatSchedule([])).toBe("[]\n");
  });
});

const good = '{"at":1,"do":"heal"}';

/** What is wrong with a file, and what is said of it. */
const refused: readonly (readonly [what: string, text: string, words: string])[] = [
  ["nothing", "", "it is not JSON: "],
  ["half a list", `[${good}`, "it is not JSON: "],
  ["no list", good, "step ?: "],
  ["a step that is none", `[${good},7]`, "step 1: "],
  ["an unknown kind", `[${good},{"at":1,"do":"flood"}]`, "step 1.do: "],
  ["a step without a kind", '[{"at":1}]', "step 0.do: "],
  ["a step without a time", '[{"do":"heal"}]', "step 0.at: "],
  ["a time before the beginning", '[{"at":-1,"do":"heal"}]', "step 0.at: "],
  ["a time that is endless", '[{"at":1e999,"do":"heal"}]', "step 0.at: "],
  ["a time in words", '[{"at":"1","do":"heal"}]', "step 0.at: "],
  ["a property too many", '[{"at":1,"do":"heal","node":"n1"}]', "step 0: "],
  ["a crash of nobody", '[{"at":1,"do":"crash"}]', "step 0.node: "],
  ["a node without a name", '[{"at":1,"do":"pause","node":""}]', "step 0.node: "],
  ["a cut to nowhere", '[{"at":1,"do":"cut","from":"n1"}]', "step 0.to: "],
  ["a cut of half", '[{"at":1,"do":"cut","from":"a","to":"b","both":1}]', "step 0.both: "],
  ["a group that is none", '[{"at":1,"do":"partition","groups":["n1"]}]', "step 0.groups.0: "],
  ["a number in a group", '[{"at":1,"do":"partition","groups":[[],[1]]}]', "step 0.groups.1.0: "],
  ["a loss above 1", '[{"at":1,"do":"links","loss":1.1}]', "step 0.loss: "],
  ["a range of one", '[{"at":1,"do":"links","delayMs":[1]}]', "step 0.delayMs"],
  [
    "a range that goes back",
    '[{"at":1,"do":"links","delayMs":[2,1]}]',
    "step 0.delayMs: the first time is above the second one",
  ],
  ["a clock that stands", '[{"at":1,"do":"clock","node":"n1","rate":0}]', "step 0.rate: "],
  ["half a failure", '[{"at":1,"do":"disk","node":"n1","failNext":0.5}]', "step 0.failNext: "],
  ["a question without words", '[{"at":1,"do":"ask","node":"n1","what":""}]', "step 0.what: "],
];

describe("parseSchedule()", () => {
  for (const [what, text, words] of refused) {
    test(`refuses ${what}, and says where it is`, () => {
      const start = `sim/schedule-invalid: this is no schedule of faults; ${words}`;
      const message = expect.stringContaining(start) as unknown as string;
      const error = expect.objectContaining({ code: "sim/schedule-invalid", message });
      expect(() => parseSchedule(text)).toThrow(error);
    });
  }

  test("takes an empty list, and an empty partition", () => {
    expect(parseSchedule(" [ ] ")).toEqual([]);
    const text = '[{"at":0,"do":"partition","groups":[]}]';
    expect(parseSchedule(text)).toEqual([{ at: 0, do: "partition", groups: [] }]);
  });
});
