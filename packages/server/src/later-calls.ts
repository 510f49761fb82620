/**
 * The calls of `tinykvpb.TinyKv` that this server does not answer yet, and what brings each of
 * them.
 *
 * They are part of the service all the same: a client gets UNIMPLEMENTED with a sentence that says
 * where the call will come from, instead of a bare "unknown method".
 */

/** The code by which docs/errors.md explains the sentence. */
const NOT_SERVED = "server/not-served";

const TRANSACTION = "lab transaction";
const RAFTSTORE = "lab raftstore";

/** Who brings a call, by the name of its method in the service definition. */
const COMES_WITH: ReadonlyMap<string, string> = new Map([
  ["kvGet", `${TRANSACTION} (label 4B)`],
  ["kvPrewrite", `${TRANSACTION} (label 4B)`],
  ["kvCommit", `${TRANSACTION} (label 4B)`],
  ["kvScan", `${TRANSACTION} (label 4C)`],
  ["kvCheckTxnStatus", `${TRANSACTION} (label 4C)`],
  ["kvBatchRollback", `${TRANSACTION} (label 4C)`],
  ["kvResolveLock", `${TRANSACTION} (label 4C)`],
  ["raft", `${RAFTSTORE} (label 2B)`],
  ["snapshot", `${RAFTSTORE} (label 2C)`],
  ["coprocessor", "the SQL layer on top of the finished store"],
]);

/** The sentence for a call that is not served yet; `method` as in the service definition. */
export function comesLater(method: string): string {
  const name = method.charAt(0).toUpperCase() + method.slice(1);
  const bringer = COMES_WITH.get(method) ?? "a later lab";
  return `${NOT_SERVED}: ${name} comes with ${bringer}; this server answers the raw calls only`;
}
