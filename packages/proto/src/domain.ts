/**
 * The named domain types: what a number on the wire, in a log or in a signature stands for.
 *
 * They are aliases, so a literal needs no conversion; the name is for the reader. What is a
 * `number` here is a safe integer, which `decodeMessage` checks when it enters. What uses all 64
 * bits, or is multiplied and added beyond 2^53, is a `bigint`. In messages the fields are plain
 * `number` and `bigint`, with the same ranges and none values.
 */

/** A Raft term: 1 and up, never smaller than before. 0: no term yet, or a message that has none. */
export type Term = number;

/** A place in a Raft log: 1 and up, without gaps. 0: the place before the first entry. */
export type LogIndex = number;

/** A region. 1 and up, never used again. 0: none. */
export type RegionId = number;

/** A store. 1 and up, never used again. 0: none. */
export type StoreId = number;

/** A replica of a region, and its node id in Raft. 1 and up, never used again. 0: none. */
export type PeerId = number;

/** A span of Raft's logical time: 0 and up. How long a tick lasts is the caller's business. */
export type Ticks = number;

/** Counts the membership changes of a region. 1 in a new cluster. 0: unknown. */
export type ConfVersion = number;

/** Counts the changes of a region's key range. 1 in a new cluster. 0: unknown. */
export type RegionVersion = number;

/** A size in bytes. 0: empty, or in a report: not known yet. */
export type SizeBytes = number;

/**
 * A moment in the life of a cluster, from the scheduler: milliseconds since 1970 times 2^18, plus a
 * counter. 0 to 2^64 - 1, all different, ever growing. 0: none. The largest one: "the newest there
 * is".
 */
export type Timestamp = bigint;

/**
 * Versions of data that nobody needs are deleted up to this moment; reading from before it is an
 * error. It never goes back. 0: nothing was deleted yet.
 */
export type SafePoint = Timestamp;

/** How long a lock is valid, in milliseconds. A bigint: it is added to parts of timestamps. */
export type LockTtlMs = bigint;

/** A cluster, drawn at random: 1 to 2^64 - 1. 0: not known yet. */
export type ClusterId = bigint;
