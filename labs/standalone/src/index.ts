export { RegionError } from "./region-error.ts";
export { Server } from "./server.ts";
export { StandaloneStorage } from "./standalone-storage.ts";
export type { StandaloneConfig } from "./standalone-config.ts";
export type { DBIterator, Modify, Storage, StorageReader } from "./storage.ts";
