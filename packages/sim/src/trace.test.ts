/** Tests of traces: the last lines are kept, sinks get all, details come as late as they can. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatEntry, TRACE_HEADER, Trace, type TraceDetail, type TraceEntry } from "./trace.ts";
import { traceKinds, traceLegend } from "./trace-legend.ts";

function entry(step: number, detail: TraceDetail = `detail ${step}`): TraceEntry {
  return { step, atUs: step * 1500, node: "n1", kind: "note", detail };
}

/** A trace with this many lines, that keeps so many. */
function traceOf(count: number, keepLines: number): Trace {
  const trace = new Trace({ keepLines });
  for (let step = 1; step <= count; step += 1) trace.add(entry(step));
  return trace;
}

/** The steps that lines are about. */
function stepsOf(lines: readonly string[]): number[] {
  return lines.map((line) => Number(line.trim().split(" ")[0]));
}

function upTo(last: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => last - count + 1 + at);
}

describe("a line of a trace", () => {
  test("has its columns below those of the header", () => {
    const line = formatEntry({
      step: 7,
      atUs: 1_234_567,
      node: "n1",
      kind: "deliver",
      detail: "a",
    });
    expect(TRACE_HEADER).toBe("    step       time-ms  node   kind      detail");
    expect(line).toBe("       7      1234.567  n1     deliver   a");
  });

  test("shows the world as a dash, and ends without a blank", () => {
    const line = formatEntry({ step: 1, atUs: 0, node: "", kind: "sleep", detail: "" });
    expect(line).toBe("       1         0.000  -      sleep");
  });

  test("is one line, whatever its detail says", () => {
    const shown = formatEntry(entry(1, "a\nb\r\nc\n"));
    expect(shown).toMatch(/note {6}a\\nb\\r\\nc\\n$/);
    expect(formatEntry(entry(1, () => "x\ny"))).toMatch(/x\\ny$/);
  });

  test("has room for a value that is wider than its column", () => {
    const line = formatEntry({ ...entry(123_456_789), node: "a-long-name" });
    expect(line).toMatch(/^123456789 .* {2}a-long-name note /);
  });
});

describe("a trace", () => {
  test("has no lines at first", () => {
    const trace = new Trace();
    expect([trace.count, trace.last()]).toEqual([0, []]);
  });

  for (const { count, kept } of [
    { count: 3, kept: 3 },
    { count: 4, kept: 4 },
    { count: 5, kept: 4 },
    { count: 8, kept: 4 },
    { count: 11, kept: 4 },
  ]) {
    test(`that keeps 4 lines has ${kept} of ${count}, oldest first`, () => {
      const trace = traceOf(count, 4);
      expect(stepsOf(trace.last())).toEqual(upTo(count, kept));
      expect(trace.count).toBe(count);
    });
  }

  test("keeps the last lines for any numbers of lines", () => {
    const small = fc.nat({ max: 30 });
    const property = fc.property(small, small, small, (count, keepLines, asked) => {
      const steps = stepsOf(traceOf(count, keepLines).last(asked));
      expect(steps).toEqual(upTo(count, Math.min(count, keepLines, asked)));
    });
    fc.assert(property);
  });

  test("keeps 200 lines if nothing else is asked for", () => {
    const trace = new Trace();
    for (let step = 1; step <= 500; step += 1) trace.add(entry(step));
    expect(stepsOf(trace.last())).toEqual(upTo(500, 200));
  });

  test("gives every line to every sink, at once", () => {
    const [one, two]: [string[], string[]] = [[], []];
    const sinks = [(line: string) => void one.push(line), (line: string) => void two.push(line)];
    const trace = new Trace({ keepLines: 1, sinks });
    trace.add(entry(1));
    expect(one).toEqual([formatEntry(entry(1))]);
    trace.add(entry(2));
    expect(one).toEqual([formatEntry(entry(1)), formatEntry(entry(2))]);
    expect(two).toEqual(one);
  });

  test("puts nothing into words that nobody reads", () => {
    let calls = 0;
    const trace = new Trace({ keepLines: 2 });
    for (let step = 1; step <= 5; step += 1) {
      trace.add(
        entry(step, () => {
          calls += 1;
          return `call ${calls}`;
        }),
      );
    }
    expect(calls).toBe(0);
    expect(trace.last()).toHaveLength(2);
    expect(calls).toBe(2);
  });

  test("puts a line into words once for all of its sinks", () => {
    let calls = 0;
    const ignore = (): void => undefined;
    const trace = new Trace({ keepLines: 0, sinks: [ignore, ignore, ignore] });
    trace.add(entry(1, () => `call ${(calls += 1)}`));
    expect(calls).toBe(1);
  });
});

describe("traceLegend()", () => {
  test("explains each column of the header, and each kind", () => {
    const firstWords = traceLegend()
      .split("\n")
      .filter((line) => line.startsWith("  "))
      .map((line) => line.trim().split(" ")[0]);
    const columns = TRACE_HEADER.trim().split(/ +/);
    expect(firstWords).toEqual([...columns, ...Object.keys(traceKinds)]);
  });

  test("has kinds that fit their column", () => {
    const widest = Math.max(...Object.keys(traceKinds).map((kind) => kind.length));
    expect(widest).toBeLessThanOrEqual(9);
  });
});
