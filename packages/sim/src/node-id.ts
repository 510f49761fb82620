/**
 * How the inhabitants of a world are called: a number for what has one on the wire (a Raft peer, a
 * store), a string for everything else.
 */

/** The id of a process, a client or an address. `1` and `"1"` are the same. */
export type NodeId = number | string;

/** The id as it stands in traces: `n1` for a number, the string itself otherwise. */
export function nodeName(id: NodeId): string {
  return typeof id === "number" || /^[0-9]+$/.test(id) ? `n${id}` : id;
}
