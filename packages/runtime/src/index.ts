export type { CancelTimer, Clock } from "./clock.ts";
export * from "./errors.ts";
export type { Exit } from "./exit.ts";
export type { Random } from "./random.ts";
