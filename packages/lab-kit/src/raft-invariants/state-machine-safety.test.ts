/** Tests of state machine safety: at an index, all nodes apply the same entry. */

import { describe, expect, test } from "@jest/globals";
import { StateMachineSafety } from "./state-machine-safety.ts";

describe("state machine safety", () => {
  test("holds when all nodes apply the same, in any order and again after a restart", () => {
    const invariant = new StateMachineSafety();
    const first = { index: 1, term: 1, content: "a" };
    const second = { index: 2, term: 3, content: "b" };
    const story = [
      ...[
        { node: 1, entry: first },
        { node: 2, entry: first },
        { node: 2, entry: second },
      ],
      ...[
        { node: 1, entry: second },
        { node: 1, entry: first },
        { node: 3, entry: { ...second } },
      ],
    ];
    for (const { node, entry } of story) expect(invariant.applied(node, entry)).toBeUndefined();
  });

  test("is broken by other content at an index", () => {
    const invariant = new StateMachineSafety();
    invariant.applied(1, { index: 2, term: 3, content: "b" });
    const words = 'node 2 applied (2,3,"c") where node 1 applied (2,3,"b")';
    expect(invariant.applied(2, { index: 2, term: 3, content: "c" })).toBe(words);
  });

  test("is broken by the same content of another term at an index", () => {
    const invariant = new StateMachineSafety();
    invariant.applied(1, { index: 2, term: 3, content: "" });
    const words = "node 2 applied (2,4) where node 1 applied (2,3)";
    expect(invariant.applied(2, { index: 2, term: 4, content: "" })).toBe(words);
  });

  test("is broken by a node that applies something else after a restart", () => {
    const invariant = new StateMachineSafety();
    invariant.applied(1, { index: 2, term: 3, content: "b" });
    const words = 'node 1 applied (2,3,"\\n") where node 1 applied (2,3,"b")';
    expect(invariant.applied(1, { index: 2, term: 3, content: "\n" })).toBe(words);
  });

  test("goes on with what was applied first", () => {
    const invariant = new StateMachineSafety();
    const entry = { index: 2, term: 3, content: "b" };
    invariant.applied(1, entry);
    invariant.applied(2, { ...entry, content: "c" });
    expect(invariant.applied(3, entry)).toBeUndefined();
    expect(invariant.applied(4, { ...entry, content: "c" })).toMatch(/where node 1 applied/);
  });
});
