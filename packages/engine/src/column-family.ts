/** Column families: the three namespaces of an engine (standalone spec: `default`, `write`, `lock`). */

/** The name of a column family. */
export type ColumnFamily = "default" | "write" | "lock";

export const CF_DEFAULT = "default";
export const CF_WRITE = "write";
export const CF_LOCK = "lock";

/** All of them, in the order in which they are listed everywhere. */
export const COLUMN_FAMILIES: readonly ColumnFamily[] = [CF_DEFAULT, CF_WRITE, CF_LOCK];
