/** Tests of the recorded figures and of the page that shows them. */

import { describe, expect, test } from "@jest/globals";
import type { BenchResult, Figure } from "./figure.ts";
import { tableText } from "./print-table.ts";
import { readPage, readRecorded, shown, withResult, withTable } from "./recorded.ts";

const figure: Figure = {
  name: "engine memory put",
  unit: "puts",
  perSecond: 75_000,
  peers: [{ name: "bare", perSecond: 100_000, share: 0.75 }],
  latency: { p50Ms: 0.5, p99Ms: 12 },
  cpuUs: 61.4,
};
const result: BenchResult = { figures: [figure], facts: { "fdatasync of this disk": "1 ms" } };

describe("docs/benchmarks.md", () => {
  test("shows what is recorded: `npm run bench -- all --record` writes both", () => {
    expect(withTable(readPage(), readRecorded())).toBe(readPage());
  });

  test("has its table replaced between two marks, and nothing else", () => {
    const page = withTable(readPage(), { ...result, machine: "a machine" });
    expect(page).toContain(
      "| engine memory put | 75.0 k puts | 100 k bare (75 %) | 0.50 / 12.00 | 61 / ? |",
    );
    expect(page).toContain("a machine; fdatasync of this disk: 1 ms");
    expect(page.split("\n")[0]).toBe(readPage().split("\n")[0]);
    expect(withTable(page, readRecorded())).toBe(readPage());
  });

  test("without its marks is refused", () => {
    expect(() => withTable("# Page", readRecorded())).toThrow("lacks its two marks");
  });
});

describe("a figure without peers", () => {
  const alone: Figure = { name: "sim idle", unit: "simulated s", perSecond: 0.25, peers: [] };

  test("has empty cells in both tables", () => {
    const page = withTable(readPage(), { ...result, figures: [alone], machine: "a machine" });
    expect(page).toContain("| sim idle | 0.250 simulated s |  |  |  |\n");
    const text = tableText({ ...result, figures: [alone] }, [alone], false);
    const line = text.split("\n").find((row) => row.includes("sim idle")) ?? "";
    expect(line.split("│").map((cell) => cell.trim())).toEqual([
      "",
      "sim idle",
      "0.250 simulated s",
      "",
      "",
      "",
      "",
      "",
      "0.250",
      "",
    ]);
  });
});

describe("withResult()", () => {
  const named = (name: string, perSecond = 1): Figure => ({ ...figure, name, perSecond });

  test("replaces what has the same name, keeps the rest, and sorts by benchmark", () => {
    const figures = ["engine a", "raw a", "checker a"].map((name) => named(name));
    const old = { machine: "old", facts: { load: "1", disk: "2" }, figures };
    const fresh = [named("sim b"), named("sim a"), named("raft a"), named("raw a", 2)];
    const next = withResult(old, { machine: "new", facts: { load: "3" }, figures: fresh });
    expect(next.figures.map(({ name, perSecond }) => `${name} ${perSecond}`)).toEqual([
      "engine a 1",
      "raw a 2",
      "raft a 1",
      "sim b 1",
      "sim a 1",
      "checker a 1",
    ]);
    expect(next).toMatchObject({ machine: "new", facts: { load: "3", disk: "2" } });
  });
});

describe("recorded.json", () => {
  test("has every figure once, with peers where there are any", () => {
    const { figures } = readRecorded();
    const names = figures.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, perSecond, peers } of figures) {
      expect(perSecond).toBeGreaterThan(0);
      expect(peers.length > 0).toBe(/^(engine|raw) /.test(name));
    }
  });
});

describe("tableText()", () => {
  test("puts ours, the peer, the share and the recorded figure on one line", () => {
    const text = tableText(result, [{ ...figure, perSecond: 50_000 }], false);
    const line = text.split("\n").find((row) => row.includes("engine memory put")) ?? "";
    for (const part of [
      "75.0 k puts",
      "100 k bare",
      "75 %",
      "0.50",
      "12.00",
      "61 / ?",
      "50.0 k (75 %)",
    ]) {
      expect(line).toContain(part);
    }
    expect(text).toContain("fdatasync of this disk: 1 ms\n");
  });

  test("colours only where it is asked to", () => {
    expect(tableText(result, [], false)).not.toContain("\u001b[");
    expect(tableText(result, [], true)).toContain("\u001b[");
  });
});

describe("shown()", () => {
  const cases = [
    [1_234_567, "1.23 M"],
    [45_600, "45.6 k"],
    [789, "789"],
    [1.234, "1.23"],
  ] as const;
  for (const [rate, text] of cases)
    test(`${rate} as ${text}`, () => expect(shown(rate)).toBe(text));
});
