/** Sums over clusters, and which of them differ from one time to the other. */

import { describe, expect, test } from "@jest/globals";
import { type ClusterLine, differing, sumUp } from "./cluster-line.ts";

const none = {
  ...{ snapshotsMade: 0, snapshotsRestored: 0, applied: 0, membersChanged: 0 },
  ...{ messages: 0, lost: 0, duplicated: 0, reordered: 0, elections: 0, crashes: 0 },
  ...{ transfersAsked: 0, answered: 0, unanswered: 0 },
};

function line(seed: number, nodes: number, hash = "a"): ClusterLine {
  const counts = { ...none, messages: 10 * seed, crashes: seed };
  return { seed, nodes, steps: 100, timeMs: 1500, counts, hash };
}

describe("sumUp()", () => {
  test("adds up all counts, and how many clusters had how many nodes", () => {
    const sums = sumUp([line(1, 3), line(2, 5), { ...line(3, 3), failure: "log matching: no" }]);
    expect(sums).toMatchObject({
      ...{ clusters: 3, failed: 1, steps: 300, simulatedSeconds: 4.5 },
      byNodes: { 3: 2, 5: 1 },
      counts: { messages: 60, crashes: 6, elections: 0 },
    });
  });
});

describe("differing()", () => {
  test("names the seeds whose traces are not the same", () => {
    const first = [line(1, 3), line(2, 3), line(3, 3)];
    const second = [line(1, 3), line(2, 3, "b"), line(3, 3)];
    expect(differing(first, first)).toEqual([]);
    expect(differing(first, second)).toEqual([2]);
    expect(differing(first, second.slice(0, 2))).toEqual([2, 3]);
  });
});
