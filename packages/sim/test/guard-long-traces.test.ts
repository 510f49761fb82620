/** Long traces are compared to their end, whatever part of them is kept in memory. */

import { describe, expect, test } from "@jest/globals";
import { checkDeterminism, type Scenario } from "../src/guard/check-determinism.ts";
import { RecordedTrace } from "../src/guard/recorded-trace.ts";

/** So many lines, one of which says in which run it is. */
function numbers(count: number, differing: number): Scenario {
  let runs = 0;
  return async (_, sink) => {
    runs += 1;
    for (let n = 1; n <= count; n += 1) sink(n === differing ? `line of run ${runs}` : `${n}`);
  };
}

describe("two long runs", () => {
  test("are compared beyond the lines that are kept", async () => {
    const options = { seed: 7, linesKept: 10 };
    const same = await checkDeterminism(numbers(1000, 0), options);
    expect(same).toMatchObject({ isSame: true, lines: 1000 });
    const found = await checkDeterminism(numbers(1000, 500), options);
    expect(found).toMatchObject({
      ...{ isSame: false, firstLine: 500 },
      ...{ one: "(line 500 was not kept, only compared)", other: "line of run 2" },
      linesBefore: ["495", "496", "497", "498", "499"],
    });
  });

  test.each([10, 11])("are compared where keeping ends: line %i, ten kept", async (line) => {
    const found = await checkDeterminism(numbers(20, line), { seed: 7, linesKept: 10 });
    expect(found).toMatchObject({ isSame: false, firstLine: line });
  });

  test("show the lines before an act from outside, as far as they are known", async () => {
    const verdict = "      13        13.000  -      verdict   sim/outside-step what=sleep step=13";
    const scenario: Scenario = async (_, sink) => {
      for (let n = 1; n <= 12; n += 1) sink(String(n));
      sink(verdict);
    };
    const found = await checkDeterminism(scenario, { seed: 7, linesKept: 9 });
    expect(found).toMatchObject({
      ...{ isSame: false, outside: { run: "first", line: 13, place: undefined } },
      linesBefore: [
        "8",
        "9",
        ...[10, 11, 12].map((n) => `(line ${n} was not kept, only compared)`),
      ],
    });
  });
});

describe("a recorded trace", () => {
  const trace = new RecordedTrace(2);
  for (const line of ["one", "two", "three"]) trace.add(line);

  test("knows every line, kept or not", () => {
    expect(trace.count).toBe(3);
    for (const [at, line] of ["one", "two", "three"].entries()) {
      expect(trace.hasLine(at + 1, line)).toBe(true);
      expect(trace.hasLine(at + 1, "four")).toBe(false);
    }
  });

  test("has no line after its last one", () => {
    expect(trace.hasLine(4, "three")).toBe(false);
    expect(trace.lineAt(4)).toBeUndefined();
    expect(new RecordedTrace(2).hasLine(1, "")).toBe(false);
  });

  test("has no line before its first one", () => {
    expect(trace.linesBefore(1, 5)).toEqual([]);
    expect(trace.linesBefore(3, 5)).toEqual(["one", "two"]);
  });
});
