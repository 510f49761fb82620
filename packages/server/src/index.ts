export type { Lab } from "./lab-runner.ts";
export { MESSAGE_BYTES_MAX, type RawApi } from "./raw-calls.ts";
export { formatHostPort, type HostPort, parseHostPort } from "./server-config.ts";
export { type RunningServer, type ServerOptions, startServer } from "./start-server.ts";
