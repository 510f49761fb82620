/** Plain values out of what a node under test says of itself. */

import { CheckFailure, describeValue, plainList, throughWire, wireBytes } from "@tinykv/lab-kit";
import type { NodeStatus } from "@tinykv/lab-kit/raft-invariants";
import { Entry, Message } from "@tinykv/proto";
import type { Raft } from "../../src/index.ts";
import { StateType } from "../../src/state-type.ts";
import type { WireMessage } from "./driver.ts";

/** A number that is really one. */
export function plainNumber(value: unknown, what: string): number {
  if (typeof value === "number") return value;
  throw new CheckFailure(`${what} must be a number, got ${describeValue(value)}`);
}

/** What the invariants want to know of a node. */
export function statusOf(id: number, raft: Raft): NodeStatus {
  return {
    id,
    term: plainNumber(raft.term, "raft.term"),
    isLeader: raft.state === StateType.Leader,
    committed: plainNumber(raft.raftLog.committed, "raftLog.committed"),
  };
}

export function plainEntries(list: unknown, what: string): Entry[] {
  return plainList(list, what).map((entry) => throughWire(Entry, entry, "an entry"));
}

/** Messages as they go on the wire, each with its receiver. */
export function wireMessages(list: unknown): WireMessage[] {
  return plainList(list, "messages").map((message) => {
    const bytes = wireBytes(Message, message, "a message");
    // The receiver that stands on the wire, and not one that a getter says.
    return { to: Message.decode(bytes).to, bytes };
  });
}

/** Does something that the node may refuse; returns whether it took it. */
export function isTaken(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
    if (code === "raft/proposal-dropped" || code === "raft/step-peer-not-found") return false;
    throw error;
  }
}
