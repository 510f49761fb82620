/** Which lines of a solution are counted, and for which label. */

import { describe, expect, test } from "@jest/globals";
import { sizesOf, sizeTable, solutionSizes } from "./solution-sizes.ts";
import { SAMPLE, SAMPLE_PATH } from "./testing/sample.ts";
import { changed, toyCourse } from "./testing/toy-course.ts";

const gap = (label: string, ...lines: readonly string[]): string[] => [
  `// gap ${label} f`,
  `// TODO(${label}) do it.`,
  "// solution",
  ...lines,
  "// end",
];
const cut = (...lines: readonly string[]): string[] => ["// cut", ...lines, "// end"];

/** The lines of labels A and B in a file, as `[all, those in cuts]`. */
function count(...lines: readonly string[]): Record<string, [number, number]> {
  const sizes = sizesOf("toy", ["A", "B"], [{ path: "a.ts", text: lines.join("\n") }]);
  return Object.fromEntries(
    sizes.flatMap(({ label, files }) =>
      files.map((file) => [label, [file.lines, file.linesInCuts]] as const),
    ),
  );
}

describe("sizesOf()", () => {
  test("counts what stands between solution and end, and nothing around it", () => {
    expect(count('import "x";', ...gap("A", "one();", "two();"), "three();")).toEqual({
      A: [2, 0],
    });
  });

  test("blank lines and lines that are only a comment do not count", () => {
    const lines = ["", "  // why", "/** a", "", " * b", " */", "one(); // why", "/* a */ two();"];
    expect(count(...gap("A", ...lines))).toEqual({ A: [2, 0] });
  });

  test("a string that looks like a comment is code", () => {
    expect(count(...gap("A", "const a = `", "// text", "/* text */", "`;"))).toEqual({
      A: [4, 0],
    });
  });

  test("a text before a comment that is not all ASCII moves no comment", () => {
    expect(count(...gap("A", 'one("→ 😀 ü");', "// ← why", "two();"))).toEqual({ A: [2, 0] });
  });

  test("a cut counts for the gap before it, and the first gap if there is none", () => {
    const file = [
      ...cut("const a = 1;"),
      ...gap("A", "one();"),
      ...cut("const b = 1;", "const c = 1;"),
      ...gap("B", "two();"),
      ...cut("const d = 1;"),
    ];
    expect(count(...file)).toEqual({ A: [4, 3], B: [2, 1] });
  });

  test("a file without gaps counts for no label", () => {
    expect(count(...cut("const a = 1;"))).toEqual({});
  });

  test("a label is the sum of its files, in their order", () => {
    const text = gap("A", "one();").join("\n");
    const files = ["b.ts", "a.ts"].map((path) => ({ path, text }));
    expect(sizesOf("toy", ["A"], files)).toEqual([
      {
        ...{ lab: "toy", label: "A", lines: 2 },
        files: [
          { file: "b.ts", lines: 1, linesInCuts: 0 },
          { file: "a.ts", lines: 1, linesInCuts: 0 },
        ],
      },
    ]);
  });
});

describe("solutionSizes()", () => {
  test("reads the owned files of the labs", () => {
    expect(solutionSizes(toyCourse(), "toy")).toEqual([
      {
        ...{ lab: "toy", label: "1", lines: 9 },
        files: [{ file: SAMPLE_PATH, lines: 9, linesInCuts: 5 }],
      },
    ]);
  });

  test("an owned file without a solution counts nothing", () => {
    expect(solutionSizes(toyCourse({ [SAMPLE_PATH]: undefined }))).toEqual([
      { lab: "toy", label: "1", lines: 0, files: [] },
    ]);
  });

  test("broken markers are an error, and no number", () => {
    const root = toyCourse({
      [SAMPLE_PATH]: changed(SAMPLE, "  // solution\n  forget", "  forget"),
    });
    expect(() => solutionSizes(root)).toThrow("course/markers");
  });

  test("a lab that does not exist is refused", () => {
    expect(() => solutionSizes(toyCourse(), "raff")).toThrow('there is no lab "raff"');
  });
});

test("the table has a line per label and file", () => {
  expect(sizeTable(solutionSizes(toyCourse())).split("\n")).toHaveLength(3);
});
