/**
 * The gRPC server as a thing that opens and closes: its limits, binding, and an end that lets
 * running calls finish. What it serves is `tinykv-service.ts` and `health.ts`.
 */

import { Server, ServerCredentials } from "@grpc/grpc-js";
import { type Clock, TinyKvError } from "@tinykv/runtime";
import { formatHostPort, type HostPort, MESSAGE_BYTES_MAX } from "@tinykv/runtime/net";
import type { Health } from "./health.ts";
import type { Service } from "./tinykv-service.ts";

/**
 * Limits of every connection.
 *
 * Clients of TinyKV send keep-alive pings every two seconds, even without a call: grpc-js answers
 * all pings, so nothing has to be permitted. Our own pings find clients that vanished without a
 * word, which would otherwise hold their streams for ever. (Channelz stays on although nothing is
 * served of it: without it, grpc-js's `forceShutdown` forgets the connections that it should end.)
 */
const OPTIONS = {
  "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
  "grpc.max_send_message_length": MESSAGE_BYTES_MAX,
  "grpc.keepalive_time_ms": 30_000,
  "grpc.keepalive_timeout_ms": 20_000,
};

/** A gRPC server that is listening. */
export class GrpcDoor {
  /** Where it listens, with the real port. */
  readonly addr: HostPort;
  readonly #server: Server;

  private constructor(server: Server, addr: HostPort) {
    this.#server = server;
    this.addr = addr;
  }

  /**
   * Starts to listen.
   *
   * @throws {TinyKvError} `server/bind` if it cannot
   */
  static async open(addr: HostPort, service: Service, health: Health): Promise<GrpcDoor> {
    const server = new Server(OPTIONS);
    server.addService(service.definition, service.handlers);
    health.addTo(server);
    const port = await new Promise<number>((resolve, reject) => {
      const credentials = ServerCredentials.createInsecure();
      server.bindAsync(formatHostPort(addr), credentials, (error, bound) =>
        error ? reject(bindError("gRPC", addr, error)) : resolve(bound),
      );
    });
    return new GrpcDoor(server, { host: addr.host, port });
  }

  /**
   * Takes no more calls, and waits for those that are running, but not longer than `drainMs`.
   *
   * @returns true if all of them were answered, false if some were cut off
   */
  close(drainMs: number, clock: Clock): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = clock.setTimer(drainMs, () => {
        this.#server.forceShutdown();
        resolve(false);
      });
      this.#server.tryShutdown(() => {
        cancel();
        resolve(true);
      });
    });
  }
}

/** One sentence for an address where nothing can listen, with the flag that names another. */
export function bindError(what: "gRPC" | "metrics", addr: HostPort, cause: Error): TinyKvError {
  const flag = what === "metrics" ? "--metrics-addr" : "--addr";
  const otherPort = `choose another port with ${flag}${what === "metrics" ? ' (or "off")' : ""}`;
  const [code] =
    /\bE[A-Z]{3,}\b/.exec(`${String(Reflect.get(cause, "code"))} ${cause.message}`) ?? [];
  const reasons: Partial<Record<string, string>> = {
    EADDRINUSE: `another process listens there, so ${otherPort}, or stop it`,
    EACCES: `this user may not listen there, so choose a port above 1023 with ${flag}`,
    EADDRNOTAVAIL: "this machine has no such address",
    ENOTFOUND: "no address is known for that name",
  };
  const reason = reasons[code ?? ""] ?? cause.message;
  return new TinyKvError(
    "server/bind",
    `${what} cannot be served at ${formatHostPort(addr)}: ${reason}`,
    {
      cause,
    },
  );
}
