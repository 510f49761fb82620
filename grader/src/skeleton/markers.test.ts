/** Markers: what is read from a correct file, and what is said about a broken one. */

import { describe, expect, test } from "@jest/globals";
import { gapsOf, mustReadMarkers, readMarkers } from "./markers.ts";
import { SAMPLE, SAMPLE_PATH } from "./testing/sample.ts";

const GAP = ["  // gap 1 f", "  // TODO(1) do it.", "  // solution", "  done();", "  // end"];

/** The findings of a file of these lines, as `line: problem`. */
function problemsOf(...lines: string[]): string[] {
  return readMarkers(lines.join("\n"), "x.ts").findings.map(
    ({ line, problem }) => `${line}: ${problem}`,
  );
}

describe("readMarkers()", () => {
  test("finds the regions in their order", () => {
    const { regions, findings } = readMarkers(SAMPLE, SAMPLE_PATH);
    expect(findings).toEqual([]);
    expect(regions.map(({ kind }) => kind)).toEqual(["cut", "cut", "gap", "gap", "cut"]);
  });

  test("a gap knows its label, its name, its indentation and its lines", () => {
    expect(readMarkers(GAP.join("\n"), "x.ts").regions).toEqual([
      { kind: "gap", label: "1", name: "f", indent: "  ", start: 0, solution: 2, end: 4 },
    ]);
  });

  test("gapsOf() leaves the cuts out", () => {
    const names = gapsOf(readMarkers(SAMPLE, SAMPLE_PATH)).map(({ name }) => name);
    expect(names).toEqual(["Counter.increment", "reset"]);
  });

  test("comments that only begin like markers are comments", () => {
    expect(
      problemsOf("// cut the list here", "// end of the range", "// solutions differ"),
    ).toEqual([]);
  });

  test("a correct file has no findings", () => {
    expect(problemsOf(...GAP, "// cut", "const a = 1;", "// end")).toEqual([]);
  });
});

describe("findings of readMarkers()", () => {
  const cases: [string, string[], string[]][] = [
    ["a gap without an end", GAP.slice(0, 4), ["1: this gap has no end"]],
    ["a cut without an end", ["a;", "// cut"], ["2: this cut has no end"]],
    ["an end of nothing", ["// end"], ['1: "// end" ends nothing']],
    [
      "a gap without its solution",
      ["// gap 1 f", "// end"],
      ['1: this gap has no line "// solution"'],
    ],
    [
      "a solution of nothing",
      ["// solution"],
      ['1: "// solution" without a gap that waits for it'],
    ],
    [
      "two solutions",
      [...GAP.slice(0, 3), "// solution", "// end"],
      ['4: "// solution" without a gap that waits for it'],
    ],
    [
      "a solution in a cut",
      ["// cut", "// solution", "// end"],
      ['2: "// solution" without a gap that waits for it'],
    ],
    ["a gap in a cut", ["// cut", ...GAP], ["2: a gap begins inside the cut of line 1"]],
    [
      "a cut in a gap",
      [...GAP.slice(0, 3), "// cut", "// end"],
      ["4: a cut begins inside the gap of line 1"],
    ],
    ["a gap without a name", ["// gap 1", ...GAP.slice(1)], ["1: a gap needs a label and a name"]],
    [
      "a gap with a word too many",
      ["// gap 1 f g", ...GAP.slice(1)],
      ["1: a gap needs a label and a name"],
    ],
    [
      "a marker without its space",
      ["//cut", "//end"],
      ['1: "//cut" is almost a marker', '2: "//end" is almost a marker'],
    ],
    ["a marker with a full stop", [...GAP, "// End."], ['6: "// End." is almost a marker']],
  ];

  test.each(cases)("%s", (_title, lines, problems) => {
    expect(problemsOf(...lines)).toEqual(problems);
  });

  test("every finding names the file and says what to do", () => {
    for (const [, lines] of cases) {
      for (const { file, remedy } of readMarkers(lines.join("\n"), "x.ts").findings) {
        expect(file).toBe("x.ts");
        expect(remedy).toMatch(/^[A-Z].*\.$/);
      }
    }
  });
});

describe("mustReadMarkers()", () => {
  test("throws with file, line, problem and remedy", () => {
    expect(() => mustReadMarkers("// end", "solution/a.ts")).toThrow(
      'course/markers: solution/a.ts:1: "// end" ends nothing. Begin with "// gap" or "// cut"',
    );
  });

  test("gives back what it has read when nothing is wrong", () => {
    expect(mustReadMarkers(SAMPLE, SAMPLE_PATH).findings).toEqual([]);
  });
});
