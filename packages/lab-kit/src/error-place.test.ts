/**
 * The student's line that an error points at is found in its stack, if the stack can be believed.
 */

import { afterAll, expect, test } from "@jest/globals";
import { placeOfError } from "./error-place.ts";
import { createLabFolders } from "./testing/lab-folder.ts";

const { files, root, remove } = createLabFolders({
  raft: { given: { "src/given.ts": "export {};" }, owned: { "src/owned.ts": "export {};" } },
});
files.module("lab:raft/src/given.ts");
files.module("lab:raft/src/owned.ts");
afterAll(remove);

const owned = "file:///home/you/src/owned.ts";
const given = `file://${root}/labs/raft/src/given.ts`;

const withStack = (...lines: string[]): Error =>
  Object.assign(new Error("x"), { stack: ["Error: x", ...lines].join("\n") });

test("the innermost frame in an owned file counts", () => {
  const error = withStack(
    "  at LevelEngine.get (file:///course/packages/engine/src/level-engine.ts:7:1)",
    `  at async Storage.read (${owned}:14:13)`,
    `  at async ${owned}:20:1`,
  );
  expect(placeOfError(error, files)).toEqual({ file: "labs/raft/src/owned.ts", line: 14 });
});

test("an owned file counts before a given one that is further in", () => {
  const error = withStack(`  at inner (${given}:3:1)`, `  at outer (${owned}:9:1)`);
  expect(placeOfError(error, files)).toEqual({ file: "labs/raft/src/owned.ts", line: 9 });
});

test("a given file counts if there is no other", () => {
  const error = withStack("  at x (node:internal:1:1)", `  at inner (${given}:3:1)`);
  expect(placeOfError(error, files)).toEqual({ file: "labs/raft/src/given.ts", line: 3 });
});

test.each([
  ["files that were not loaded", withStack("  at x (file:///etc/passwd:1:1)")],
  ["no frames", withStack()],
  ["a stack that is no text", Object.assign(new Error("x"), { stack: 7 })],
  ["no stack", { message: "x" }],
  ["nothing", undefined],
  [
    "a stack that throws",
    {
      get stack(): string {
        throw new Error("no");
      },
    },
  ],
  ["endless text", { stack: `${" (".repeat(1_000_000)}${owned}:1:1` }],
])("%s point nowhere", (_what, error) => {
  expect(placeOfError(error, files)).toBeUndefined();
});
