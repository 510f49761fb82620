export * from "./column-family.ts";
export type * from "./engine.ts";
export type * from "./write-op.ts";
