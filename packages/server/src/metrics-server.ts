/**
 * Serves the metrics as text over HTTP: `GET /metrics`, and nothing else.
 *
 * It has no access control, so it listens on loopback unless it is told otherwise.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HostPort } from "@tinykv/runtime/net";
import type { Metrics } from "./metrics.ts";

/** A metrics server that is listening. */
export interface MetricsServer {
  /** Where it listens, with the real port. */
  readonly addr: HostPort;
  /** Stops listening and drops whoever is connected. */
  close(): Promise<void>;
}

/** Starts to listen. Rejects with Node's error (`EADDRINUSE`, …) if it cannot. */
export async function serveMetrics(metrics: Metrics, addr: HostPort): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(metrics, request, response));
  await listening(server, addr);
  const { port } = server.address() as AddressInfo;
  return {
    addr: { host: addr.host, port },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  metrics: Metrics,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.url !== "/metrics" || request.method !== "GET") {
    response
      .writeHead(404, { "content-type": "text/plain" })
      .end("GET /metrics is all there is.\n");
    return;
  }
  try {
    const { contentType, body } = await metrics.text();
    response.writeHead(200, { "content-type": contentType }).end(body);
  } catch (error) {
    response.writeHead(500, { "content-type": "text/plain" }).end(`${String(error)}\n`);
  }
}

function listening(server: Server, { host, port }: HostPort): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
