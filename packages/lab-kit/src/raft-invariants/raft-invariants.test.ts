/**
 * Tests of the invariants together: stories of whole groups; a group that is right never breaks
 * one; and whatever goes wrong on purpose breaks the one that it should, and no other.
 */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  entryAt,
  lastIndexOf,
  type ModelAction,
  ModelGroup,
  type ModelNode,
  statusOf,
} from "../../test/model-group.ts";
import { type BrokenInvariant, type LogEntry, type NodeStatus, RaftInvariants } from "./index.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = seed === undefined ? {} : { seed: Number(seed) };

/** The invariants, and what was broken. */
function watching(): { invariants: RaftInvariants; broken: BrokenInvariant[] } {
  const broken: BrokenInvariant[] = [];
  return { invariants: new RaftInvariants((one) => void broken.push(one)), broken };
}

function leader(id: number, term: number, committed = 0): NodeStatus {
  return { id, term, isLeader: true, committed };
}

function follower(id: number, term: number, committed = 0): NodeStatus {
  return { id, term, isLeader: false, committed };
}

function entry(index: number, term: number, content = ""): LogEntry {
  return { index, term, content };
}

describe("the invariants of a group", () => {
  test("look at a log from where a life begins", () => {
    const { invariants, broken } = watching();
    const start = { index: 5, term: 5 };
    for (const id of [1, 2]) {
      invariants.started({ id, start, entries: [], committed: 5, applied: 5 });
      invariants.observe(follower(id, 5, 5));
    }
    invariants.observe(leader(1, 6, 5));
    invariants.appended(leader(1, 6, 5), [entry(6, 6)]);
    invariants.appended(follower(2, 6, 5), [entry(6, 6)]);
    invariants.applied(1, entry(6, 6));
    expect(broken).toEqual([]);
    expect(invariants.elections).toBe(1);
    invariants.applied(2, entry(7, 6));
    const reason = "node 2 applied (7,6) when entry 6 was next";
    expect(broken).toEqual([{ name: "applied in order", reason }]);
  });

  test("know the term before the first entry behind a snapshot", () => {
    const { invariants, broken } = watching();
    invariants.appended(leader(1, 4), [entry(1, 2), entry(2, 3), entry(3, 4)]);
    invariants.restored(2, { index: 2, term: 3 });
    invariants.appended(follower(2, 4), [entry(3, 4)]);
    expect(broken).toEqual([]);
    invariants.restored(3, { index: 2, term: 2 });
    invariants.appended(follower(3, 4), [entry(3, 4)]);
    const words = "but before it one has term 2 and the other term 3";
    const reason = `nodes 3 and 1 share (3,4), ${words}`;
    expect(broken).toEqual([{ name: "log matching", reason }]);
  });

  test("learn nothing wrong from entries that a snapshot has taken the place of", () => {
    const { invariants, broken } = watching();
    invariants.restored(1, { index: 4, term: 2 });
    invariants.appended(follower(1, 2), [entry(3, 2), entry(4, 2), entry(5, 2)]);
    invariants.applied(2, entry(1, 1));
    for (const index of [2, 3, 4, 5]) invariants.applied(2, entry(index, 2));
    invariants.appended(leader(1, 3), [entry(6, 3)]);
    expect(broken).toEqual([]);
  });

  test("compare what is appended with what another node began with only by its terms", () => {
    const { invariants, broken } = watching();
    const entries = [entry(1, 1, "a"), entry(2, 1, "b")];
    const start = { index: 0, term: 0 };
    invariants.started({ id: 1, start, entries, committed: 0, applied: 0 });
    invariants.appended(follower(1, 2), [entry(3, 2, "c")]);
    invariants.appended(follower(2, 2), [...entries, entry(3, 2, "c")]);
    expect(broken).toEqual([]);
  });

  test("let a leader of a term between an entry's and its commit's be without it", () => {
    const { invariants, broken } = watching();
    // The story of Figure 8 of the Raft paper, in the order (a), (b), (e).
    for (const id of [1, 2]) invariants.appended(follower(id, 2), [entry(1, 1), entry(2, 2, "x")]);
    invariants.appended(follower(5, 2), [entry(1, 1)]);
    invariants.observe(leader(5, 3));
    invariants.appended(leader(5, 3), [entry(2, 3, "y")]);
    invariants.observe(leader(1, 4));
    invariants.appended(leader(1, 4), [entry(3, 4)]);
    invariants.observe(follower(2, 4, 2));
    invariants.applied(2, entry(1, 1));
    invariants.applied(2, entry(2, 2, "x"));
    invariants.appended(leader(5, 3), [entry(3, 3, "z")]);
    expect(broken).toEqual([]);
    invariants.observe(leader(5, 5));
    invariants.appended(leader(5, 5), [entry(4, 5)]);
    const missing = 'the committed entry (2,2,"x")';
    const reason = `node 5 leads in term 5 without ${missing}: it has an entry of term 3 there`;
    expect(broken).toEqual([{ name: "leader completeness", reason }]);
  });

  test("let a node that starts again have less committed, applied and in its log", () => {
    const { invariants, broken } = watching();
    const log = [entry(1, 1, "a"), entry(2, 1, "b")];
    invariants.observe(leader(1, 1, 2));
    invariants.appended(leader(1, 1, 2), log);
    for (const one of log) invariants.applied(1, one);
    const start = { index: 0, term: 0 };
    invariants.started({ id: 1, start, entries: log.slice(0, 1), committed: 0, applied: 0 });
    invariants.observe(follower(1, 1));
    invariants.appended(follower(1, 1), log.slice(1));
    for (const one of log) invariants.applied(1, one);
    expect(broken).toEqual([]);
    invariants.observe(follower(1, 1, 2));
    invariants.observe(follower(1, 1, 1));
    const reason = "the commit index of node 1 went from 2 back to 1";
    expect(broken).toEqual([{ name: "commit never goes back", reason }]);
  });
});

const node = fc.nat({ max: 4 });
const elect = fc.record({
  do: fc.constant("elect" as const),
  node,
  voters: fc.uniqueArray(node, { minLength: 1 }),
});
const replicate = fc.record({ do: fc.constant("replicate" as const), node, to: node });
// Some twice, so that more logs come to be compacted before everybody has them.
const others = [
  ...(["propose", "commit", "commit", "apply", "restart", "compact", "compact"] as const),
];
const actions: fc.Arbitrary<ModelAction[]> = fc.array(
  fc.oneof(
    { arbitrary: elect, weight: 2 },
    { arbitrary: replicate, weight: 5 },
    { arbitrary: fc.record({ do: fc.constantFrom(...others), node }), weight: 6 },
  ),
  { maxLength: 120, size: "max" },
);
const sizes = fc.constantFrom(1, 2, 3, 5);

/** A group at rest, after whatever came before it. */
interface Settled {
  readonly invariants: RaftInvariants;
  readonly leader: ModelNode;
  /** One that does not lead. */
  readonly other: ModelNode;
}

/** The last entry of a node, which it has applied. */
function lastOf(one: ModelNode): LogEntry {
  const last = entryAt(one, lastIndexOf(one));
  if (last === undefined) throw new Error("a group at rest has entries");
  return last;
}

/** A node loses all it had, and begins again. */
function begunEmpty({ invariants, other: { id } }: Settled): number {
  const start = { index: 0, term: 0 };
  invariants.started({ id, start, entries: [], committed: 0, applied: 0 });
  return id;
}

/** What can be made to go wrong, by the name of the invariant that it breaks. */
const corruptions: readonly {
  readonly title: string;
  readonly breaks: string;
  readonly corrupt: (settled: Settled) => void;
}[] = [
  {
    title: "a second leader of the term",
    breaks: "election safety",
    corrupt: ({ invariants, other }) => {
      invariants.observe({ ...statusOf(other), isLeader: true });
    },
  },
  {
    title: "a commit index that goes back by one",
    breaks: "commit never goes back",
    corrupt: ({ invariants, other }) => {
      invariants.observe({ ...statusOf(other), committed: other.committed - 1 });
    },
  },
  {
    title: "a leader that writes its last entry again",
    breaks: "leader append-only",
    corrupt: ({ invariants, leader: one }) => {
      invariants.appended(statusOf(one), [lastOf(one)]);
    },
  },
  {
    title: "an entry that comes to a follower with other content",
    breaks: "log matching",
    corrupt: ({ invariants, leader: one, other }) => {
      invariants.appended(statusOf(other), [{ ...lastOf(one), content: "changed" }]);
    },
  },
  {
    title: "an entry that comes to a follower behind one of another term",
    breaks: "log matching",
    corrupt: ({ invariants, leader: one, other }) => {
      const last = lastOf(one);
      const before = { index: last.index - 1, term: last.term + 100, content: "" };
      invariants.appended(statusOf(other), [before, last]);
    },
  },
  {
    title: "a leader of a later term without what is committed",
    breaks: "leader completeness",
    corrupt: (settled) => {
      const { invariants, leader: one } = settled;
      const status = leader(begunEmpty(settled), one.term + 1);
      invariants.observe(status);
      invariants.appended(status, [entry(1, status.term)]);
    },
  },
  {
    title: "a node that applies something else than the others",
    breaks: "state machine safety",
    corrupt: ({ invariants, leader: one, other }) => {
      const { index, term } = lastOf(one);
      const start = { index: index - 1, term };
      invariants.started({ id: other.id, start, entries: [], committed: 0, applied: index - 1 });
      invariants.applied(other.id, { index, term, content: "changed" });
    },
  },
  {
    title: "an entry that is applied twice",
    breaks: "applied in order",
    corrupt: ({ invariants, other }) => invariants.applied(other.id, lastOf(other)),
  },
  {
    title: "an entry that is left out",
    breaks: "applied in order",
    corrupt: (settled) => settled.invariants.applied(begunEmpty(settled), lastOf(settled.leader)),
  },
  {
    title: "a snapshot from before what was applied",
    breaks: "applied in order",
    corrupt: ({ invariants, leader: one, other }) => {
      const { index, term } = lastOf(one);
      invariants.restored(other.id, { index: index - 1, term });
    },
  },
];

describe("a group that is right", () => {
  test("never breaks an invariant", () => {
    const property = fc.property(sizes, actions, (size, list) => {
      const { invariants, broken } = watching();
      const group = new ModelGroup(size, invariants);
      for (const action of list) group.act(action);
      group.settle();
      expect(broken).toEqual([]);
    });
    fc.assert(property, { numRuns: 1000, ...parameters });
  });

  test("gets somewhere: nodes lead, overwrite, restore, and agree in the end", () => {
    const seen = { elections: 0, overwritten: 0, restored: 0 };
    const property = fc.property(actions, (list) => {
      const { invariants } = watching();
      const group = new ModelGroup(3, invariants);
      for (const action of list) {
        const before = group.nodes.map((one) => ({ ...one }));
        group.act(action);
        before.forEach((old, at) => {
          const now = group.node(at);
          const last = old.log.at(-1);
          if (action.do !== "replicate") return;
          if (now.start.index > old.start.index) seen.restored += 1;
          else if (last !== undefined && entryAt(now, last.index)?.term !== last.term)
            seen.overwritten += 1;
        });
      }
      const { committed } = group.settle();
      expect(group.nodes.map(({ applied }) => applied)).toEqual([committed, committed, committed]);
      seen.elections += invariants.elections;
    });
    fc.assert(property, { numRuns: 300, seed: 1 });
    expect(seen.elections).toBeGreaterThan(1000);
    expect(seen.overwritten).toBeGreaterThan(50);
    expect(seen.restored).toBeGreaterThan(10);
  });

  for (const { title, breaks, corrupt } of corruptions) {
    test(`breaks ${breaks} alone by ${title}`, () => {
      const property = fc.property(fc.constantFrom(2, 3, 5), actions, (size, list) => {
        const { invariants, broken } = watching();
        const group = new ModelGroup(size, invariants);
        for (const action of list) group.act(action);
        const one = group.settle();
        const settled = { invariants, leader: one, other: group.node(one.id) };
        expect(broken).toEqual([]);
        corrupt(settled);
        expect(broken.map(({ name }) => name)).toEqual([breaks]);
      });
      fc.assert(property, parameters);
    });
  }
});
