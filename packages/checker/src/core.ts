/**
 * The part that reads no files: models and the checkers themselves. It needs no schemas, which cost
 * a test that makes its own histories a tenth of a second.
 */

export { checkHistory } from "./history/check-history.ts";
export type { HistoryEvent } from "./history/history-from-events.ts";
export { historyFromEvents } from "./history/history-from-events.ts";
export type * from "./history/operation.ts";
export type {
  CheckOptions,
  LinearizabilityReport,
  PartReport,
} from "./linearizability/check-linearizability.ts";
export { checkLinearizability } from "./linearizability/check-linearizability.ts";
export type { Explanation } from "./linearizability/explain.ts";
export type { Verdict } from "./linearizability/search.ts";
export type { KeyValueInput, KeyValueOutput, KeyValueState } from "./models/key-value.ts";
export { keyValueModel } from "./models/key-value.ts";
export type { Answer, Model, ModelDefinition } from "./models/model.ts";
export { defineModel } from "./models/model.ts";
export type { RegisterInput, RegisterOutput, RegisterValue } from "./models/register.ts";
export { registerModel } from "./models/register.ts";
