export {
  checkDeterminism,
  type DeterminismOptions,
  type Scenario,
} from "./check-determinism.ts";
export { describeDeterminism } from "./describe-determinism.ts";
export type * from "./determinism.ts";
export { TraceHash } from "./trace-hash.ts";
export { type AmbientCall, type AmbientWatch, watchAmbient } from "./watch-ambient.ts";
