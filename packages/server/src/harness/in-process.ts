/** A server in this process, on free ports, with its log in a list: for tests of its calls. */

import { logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import { createLogger, type LogLevel } from "@tinykv/log";
import { formatHostPort } from "@tinykv/runtime/net";
import { type RunningServer, type ServerOptions, startServer } from "../start-server.ts";
import { mapLab } from "./map-lab.ts";
import { RawTestClient } from "./raw-client.ts";

// A port in use is something that tests try: grpc-js need not print it.
setLogVerbosity(logVerbosity.NONE);

/** A server with a client that is connected to it. */
export interface InProcessServer {
  readonly server: RunningServer;
  readonly client: RawTestClient;
  /** `host:port` of gRPC. */
  readonly addr: string;
  /** The lines that were logged so far. */
  readonly logLines: readonly string[];
  /** Closes the client and stops the server. */
  close(): Promise<void>;
}

/** Starts one; by default over {@link mapLab}, without metrics. */
export async function startInProcess(
  options: Partial<ServerOptions> & { readonly loglevel?: LogLevel } = {},
): Promise<InProcessServer> {
  const { loglevel = "info", ...serverOptions } = options;
  const logLines: string[] = [];
  const anywhere = { host: "127.0.0.1", port: 0 };
  const server = await startServer({
    addr: anywhere,
    path: "not used",
    metricsAddr: "off",
    drainMs: 60_000,
    log: createLogger({ level: loglevel, sink: { write: (line) => logLines.push(line) } }),
    lab: mapLab(),
    ...serverOptions,
  });
  const addr = formatHostPort(server.addr);
  const client = new RawTestClient(addr);
  return {
    server,
    client,
    addr,
    logLines,
    close: async () => {
      client.close();
      await server.stop();
    },
  };
}
