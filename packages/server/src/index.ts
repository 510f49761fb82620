export type { Lab } from "./lab-runner.ts";
export type { RawApi } from "./raw-calls.ts";
export { type RunningServer, type ServerOptions, startServer } from "./start-server.ts";
