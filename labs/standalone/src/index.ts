/**
 * The entry point of lab 1: what servers, tests and later labs use of it.
 *
 * Given code: read it, do not change it.
 */

export { RegionError } from "./region-error.ts";
export { Server } from "./server.ts";
export type { StandaloneConfig } from "./standalone-config.ts";
export { StandaloneStorage } from "./standalone-storage.ts";
export type { DBIterator, Modify, Storage, StorageReader } from "./storage.ts";
