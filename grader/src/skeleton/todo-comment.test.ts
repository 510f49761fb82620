/**
 * The TODO comment of a gap: what is read from it, and what is said about one that has another
 * form.
 */

import { describe, expect, test } from "@jest/globals";
import { gapsOf, readMarkers } from "./markers.ts";
import { SAMPLE, SAMPLE_PATH } from "./testing/sample.ts";
import { isFinding, readTodo, readTodos, type TodoComment } from "./todo-comment.ts";

const GOOD = [
  "// TODO(2AA) decide the vote.",
  "//   read:  docs/labs/raft.md#voting; Raft paper §5.2",
  "//   keep:  one vote per term",
  "//   check: lab test 2AA -t vote",
];

/** What is read from a gap with this comment. */
function read(lines: readonly string[]): ReturnType<typeof readTodo> {
  const source = ["// gap 2AA f", ...lines, "// solution", "// end"].join("\n");
  const marked = readMarkers(source, "solution/raft/src/raft.ts");
  const [gap] = gapsOf(marked);
  if (gap === undefined) throw new Error("no gap");
  return readTodo(marked, gap);
}

/** The same for a comment that must be well-formed. */
function readGood(lines: readonly string[]): TodoComment {
  const todo = read(lines);
  if (isFinding(todo)) throw new Error(todo.problem);
  return todo;
}

describe("readTodo()", () => {
  test("reads label, action, reading, invariant and check, each with its line", () => {
    expect(readGood(GOOD)).toEqual({
      label: "2AA",
      action: { key: "", text: "decide the vote.", line: 2 },
      read: {
        key: "read",
        text: "docs/labs/raft.md#voting; Raft paper §5.2",
        line: 3,
        items: ["docs/labs/raft.md#voting", "Raft paper §5.2"],
      },
      keep: { key: "keep", text: "one vote per term", line: 4 },
      check: {
        key: "check",
        text: "lab test 2AA -t vote",
        line: 5,
        label: "2AA",
        only: "vote",
      },
    });
  });

  test("joins the lines that go on with a part", () => {
    const lines = [
      ...GOOD.slice(0, 3),
      "//          and term",
      "//          after term",
      GOOD[3] ?? "",
    ];
    expect(readGood(lines).keep.text).toBe("one vote per term and term after term");
  });

  test("the action may take several lines", () => {
    const lines = [GOOD[0] ?? "", "//     Then send it.", ...GOOD.slice(1)];
    expect(readGood(lines).action.text).toBe("decide the vote. Then send it.");
  });

  test.each([
    ["lab test 2AA", undefined],
    ["lab test 2AA -t vote", "vote"],
    ['lab test 2AA -t "two votes"', "two votes"],
    ["npm run lab -- test 2AA -t vote", "vote"],
  ])("takes %s", (command, only) => {
    const todo = readGood([...GOOD.slice(0, 3), `//   check: ${command}`]);
    expect(todo.check.only).toBe(only);
  });

  test.each([
    "npm test",
    "npm run lab test 2AA",
    "lab test",
    "lab test 2AA -t two votes",
    "lab test 2AA -t",
    "lab test 2AA --seed 1",
  ])("does not take %s", (command) => {
    expect(read([...GOOD.slice(0, 3), `//   check: ${command}`])).toMatchObject({
      line: 5,
      problem: `"${command}" is not a command that checks a gap`,
    });
  });
});

describe("findings of readTodo()", () => {
  const without = (index: number): string[] => GOOD.filter((_, at) => at !== index);
  const cases: [string, string[], string][] = [
    ["no comment at all", [], "the gap f has no TODO comment"],
    ["another comment", ["// Decide the vote."], "the gap f has no TODO comment"],
    ["nothing to read", without(1), "the TODO comment of f is not complete or not in order"],
    ["no invariant", without(2), "the TODO comment of f is not complete or not in order"],
    ["no check", without(3), "the TODO comment of f is not complete or not in order"],
    ["another order", [GOOD[0] ?? "", ...GOOD.slice(1).reverse()], "not in order"],
    ["a line that is no comment", [...GOOD, "const a = 1;"], "not complete"],
    ["a part twice", [...GOOD, GOOD[3] ?? ""], "not complete or not in order"],
    ["a line without indentation", [...GOOD, "// more"], "not complete"],
  ];

  test.each(cases)("%s", (_title, lines, problem) => {
    const todo = read(lines);
    expect(isFinding(todo)).toBe(true);
    expect(todo).toMatchObject({ file: "solution/raft/src/raft.ts", line: 2 });
    expect((todo as { problem: string }).problem).toContain(problem);
  });
});

describe("readTodos()", () => {
  test("reads every gap of a file", () => {
    const todos = readTodos(readMarkers(SAMPLE, SAMPLE_PATH));
    expect(todos.map(({ gap, todo }) => [gap.name, isFinding(todo)])).toEqual([
      ["Counter.increment", false],
      ["reset", false],
    ]);
  });
});
