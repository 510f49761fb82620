export { type CrashOptions, type CrashReport, crashRun } from "./crash-run.ts";
export { type InProcessServer, startInProcess } from "./in-process.ts";
export { type MapLabOptions, mapLab } from "./map-lab.ts";
export { RawTestClient } from "./raw-client.ts";
export {
  type Exit,
  type Labs,
  labsEnv,
  nodeArgs,
  runServer,
  type ServerProcess,
  spawnServer,
} from "./server-process.ts";
