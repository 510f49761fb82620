/** Finding what is still to be written in a file that is the student's. */

import { describe, expect, test } from "@jest/globals";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { gapsInText, openGaps } from "./open-gaps.ts";

const TEXT = `/** You write this file. */
import { todo } from "@tinykv/runtime";

export function one(): number {
  // TODO(1) return the number, which is
  //   one and no other.
  //   read:  docs/labs/base.md#one; the paper, §5.1
  //   keep:  it is one
  //   check: lab test 1 -t one
  todo("1", "one");
}

export const two = (): number => {
  return todo('2AA', 'Two.two');
};

// todo("1", "in a comment");
export const three = 3;
`;

describe("gapsInText", () => {
  test("finds calls of todo, with what the comment above says", () => {
    expect(gapsInText("labs/base/src/one.ts", TEXT)).toEqual([
      {
        label: "1",
        name: "one",
        file: "labs/base/src/one.ts",
        line: 5,
        action: "return the number, which is one and no other.",
        read: "docs/labs/base.md#one; the paper, §5.1",
      },
      {
        label: "2AA",
        name: "Two.two",
        file: "labs/base/src/one.ts",
        line: 14,
        action: undefined,
        read: undefined,
      },
    ]);
  });

  test("finds none in a file that is written", () => {
    expect(gapsInText("x.ts", "export const one = 1;\n")).toEqual([]);
  });
});

describe("openGaps", () => {
  test("looks through all files of a lab, and does not need them to be there", () => {
    const course = fixtureCourse({ "labs/base/src/deep/two.ts": TEXT });
    const [lab] = course.labs;
    if (lab === undefined) throw new Error("no lab");
    const gone = { ...lab, config: { ...lab.config, owns: ["src/gone.ts", "src/deep/two.ts"] } };
    expect(openGaps(course, gone).map((gap) => `${gap.file}:${gap.line}`)).toEqual([
      "labs/base/src/deep/two.ts:5",
      "labs/base/src/deep/two.ts:14",
    ]);
  });
});
