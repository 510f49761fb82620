/** Tests of the promise that a commit index never goes back while its node lives. */

import { describe, expect, test } from "@jest/globals";
import { CommitNeverGoesBack } from "./commit-never-goes-back.ts";
import type { NodeStatus } from "./observation.ts";

function at(committed: number, id = 1): NodeStatus {
  return { id, term: 1, isLeader: false, committed };
}

describe("commit never goes back", () => {
  test("holds while it stays or grows, for each node apart from the others", () => {
    const invariant = new CommitNeverGoesBack();
    for (const status of [at(3), at(3), at(7), at(1, 2), at(8), at(2, 2)]) {
      expect(invariant.observe(status)).toBeUndefined();
    }
  });

  test("is broken by a smaller index, with both of them", () => {
    const invariant = new CommitNeverGoesBack();
    invariant.observe(at(7));
    expect(invariant.observe(at(6))).toBe("the commit index of node 1 went from 7 back to 6");
  });

  test("is said once, and then again only of what goes back further", () => {
    const invariant = new CommitNeverGoesBack();
    for (const committed of [7, 5]) invariant.observe(at(committed));
    expect(invariant.observe(at(5))).toBeUndefined();
    expect(invariant.observe(at(4))).toBe("the commit index of node 1 went from 5 back to 4");
  });

  test("lets a node begin again at what it had stored", () => {
    const invariant = new CommitNeverGoesBack();
    invariant.observe(at(7));
    invariant.started(1, 4);
    expect(invariant.observe(at(4))).toBeUndefined();
    expect(invariant.observe(at(9))).toBeUndefined();
  });

  test("is broken by a node that begins before what it had stored", () => {
    const invariant = new CommitNeverGoesBack();
    invariant.started(1, 4);
    expect(invariant.observe(at(3))).toBe("the commit index of node 1 went from 4 back to 3");
  });
});
