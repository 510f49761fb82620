/**
 * Column families: the namespaces of an engine. The same key in two of them is two entries; a batch
 * may change several of them at once.
 */

/** The name of a column family. */
export type ColumnFamily = "default" | "write" | "lock";

/** Values; the one to use if there is no reason for another. */
export const CF_DEFAULT = "default";
/** What transactions have committed, and when (lab 4). */
export const CF_WRITE = "write";
/** Locks of transactions that are under way (lab 4). */
export const CF_LOCK = "lock";

/** All of them, in the order in which they are listed everywhere. */
export const COLUMN_FAMILIES: readonly ColumnFamily[] = Object.freeze([
  CF_DEFAULT,
  CF_WRITE,
  CF_LOCK,
] as const);
