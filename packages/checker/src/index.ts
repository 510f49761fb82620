/** Checkers of client histories: the form of a history, models, and linearizability. */

export { checkHistory } from "./history/check-history.ts";
export type { HistoryEvent } from "./history/history-from-events.ts";
export { historyFromEvents } from "./history/history-from-events.ts";
export type * from "./history/operation.ts";
export type { HistoryHeader, HistorySchemas, ParsedHistory } from "./history/parse-history.ts";
export { formatHistory, parseHistory } from "./history/parse-history.ts";
export type {
  CheckOptions,
  LinearizabilityReport,
  PartReport,
} from "./linearizability/check-linearizability.ts";
export { checkLinearizability } from "./linearizability/check-linearizability.ts";
export type { Explanation } from "./linearizability/explain.ts";
export type { Verdict } from "./linearizability/search.ts";
export type { KeyValueInput, KeyValueOutput, KeyValueState } from "./models/key-value.ts";
export { keyValueModel, keyValueSchemas } from "./models/key-value.ts";
export type { Answer, Model, ModelDefinition } from "./models/model.ts";
export { defineModel } from "./models/model.ts";
export type { RegisterInput, RegisterOutput, RegisterValue } from "./models/register.ts";
export { registerModel, registerSchemas } from "./models/register.ts";
