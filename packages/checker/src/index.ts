/** Checkers of client histories: the form of a history, models, and linearizability. */

export * from "./core.ts";
export type { HistoryHeader, HistorySchemas, ParsedHistory } from "./history/parse-history.ts";
export { formatHistory, parseHistory } from "./history/parse-history.ts";
export { keyValueSchemas } from "./models/key-value-schemas.ts";
export { registerSchemas } from "./models/register-schemas.ts";
