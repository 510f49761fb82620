/**
 * `grpc.health.v1`: tells load balancers and tests whether calls make sense now.
 *
 * The library keeps the states and answers. What it lacks is an end: a `Watch` stays open for ever,
 * so a server that waits for its calls to finish would wait for its watchers. So they are kept
 * track of here, told NOT_SERVING, and ended when the server stops.
 */

import type { Server, ServerWritableStream, UntypedServiceImplementation } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";

/** The services that have a state: the whole server, and the one service by its name. */
const SERVICES = ["", "tinykvpb.TinyKv"];

type Watch = ServerWritableStream<unknown, unknown>;

/** The health of one server; NOT_SERVING until told otherwise. */
export class Health {
  readonly #health: HealthImplementation;
  readonly #watches = new Set<Watch>();
  #isEnded = false;

  constructor() {
    const states = SERVICES.map((name) => [name, "NOT_SERVING"] as const);
    this.#health = new HealthImplementation(Object.fromEntries(states));
  }

  /** Adds the service to a server that is not bound yet. */
  addTo(server: Server): void {
    const adder = {
      addService: (service: Parameters<Server["addService"]>[0], calls: Calls) => {
        server.addService(service, { ...calls, watch: this.#tracked(calls.watch) });
      },
    };
    // The library wants a whole server, and calls nothing but `addService`.
    this.#health.addToServer(adder as unknown as Server);
  }

  /** Tells everybody whether calls are answered. */
  setServing(isServing: boolean): void {
    for (const name of SERVICES) {
      this.#health.setStatus(name, isServing ? "SERVING" : "NOT_SERVING");
    }
  }

  /**
   * The last word to every watcher is NOT_SERVING, and then their streams end; so it is for those
   * who come later, while the last calls run.
   */
  end(): void {
    this.#isEnded = true;
    this.setServing(false);
    for (const watch of this.#watches) watch.end();
  }

  #tracked(handle: (call: Watch) => void): (call: Watch) => void {
    return (call) => {
      this.#watches.add(call);
      call.once("cancelled", () => this.#watches.delete(call));
      handle(call);
      if (this.#isEnded) call.end();
    };
  }
}

type Calls = UntypedServiceImplementation & { readonly watch: (call: Watch) => void };
