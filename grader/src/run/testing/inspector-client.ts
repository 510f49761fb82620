/** A small client of Node's inspector protocol, as a debugger speaks it. */

import { EventEmitter, once } from "node:events";
import { WebSocket } from "ws";

/** One message from the inspected process. */
interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Talks to one inspected process. */
export class InspectorClient {
  readonly #socket: WebSocket;
  /** Emits answers by their id, and notifications by their method. */
  readonly #incoming = new EventEmitter();
  #lastId = 0;

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString("utf8")) as Incoming;
      if (message.id !== undefined) this.#incoming.emit(`answer ${message.id}`, message);
      else if (message.method !== undefined) this.#incoming.emit(message.method, message.params);
    });
    // Whoever waits for something hears that it will not come; nobody else has to hear of it.
    this.#incoming.on("error", () => undefined);
    this.#socket.on("error", (error) => this.#incoming.emit("error", error));
    this.#socket.on("close", () => this.#incoming.emit("error", new Error("the process is gone")));
  }

  /** Resolves once the connection stands. */
  async open(): Promise<void> {
    await once(this.#socket, "open");
  }

  /** Sends a command and waits for its result. */
  async send(method: string, params: object = {}): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = once(this.#incoming, `answer ${id}`);
    this.#socket.send(JSON.stringify({ id, method, params }));
    const [{ result, error }] = (await answer) as [Incoming];
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Waits for the next notification of a kind. */
  async next(method: string): Promise<unknown> {
    const [params] = (await once(this.#incoming, method)) as [unknown];
    return params;
  }

  close(): void {
    this.#socket.terminate();
  }
}
