/**
 * A client of a simulated cluster: it does its operations one after the other, asks another node
 * when the one before does not lead or does not answer, and gives up after a while; then the
 * outcome of that operation is unknown.
 */

import type { KeyValueInput, KeyValueOutput } from "@tinykv/checker/core";
import type { PeerId } from "@tinykv/proto";
import type { CancelTimer, Random } from "@tinykv/runtime";
import {
  type HistoryRecorder,
  pick,
  type SimNetwork,
  type Transport,
  type World,
} from "@tinykv/sim";
import type { ClientMessage } from "./client-messages.ts";
import { clientName } from "./sim-node.ts";

/** How long a client waits for an answer before it asks somebody else. */
const ANSWER_MS = 400;
/** How long it waits after "I do not lead". */
const RETRY_MS = 50;
/** How often it asks before it gives up. */
const TRIES_MAX = 15;

/** What a client has. */
export interface ClientOptions {
  readonly client: number;
  readonly inputs: readonly KeyValueInput[];
  readonly servers: () => readonly PeerId[];
  readonly network: SimNetwork<ClientMessage>;
  readonly history: HistoryRecorder<KeyValueInput, KeyValueOutput>;
  /** Milliseconds between two operations, at most. */
  readonly thinkMsMax: number;
}

/** The client. */
export class SimClient {
  readonly #world: World;
  readonly #options: ClientOptions;
  readonly #random: Random;
  readonly #transport: Transport<ClientMessage>;
  #done = 0;
  #server: PeerId | undefined;
  #tries = 0;
  #end: ReturnType<HistoryRecorder<KeyValueInput, KeyValueOutput>["begin"]> | undefined;
  #cancelTimer: CancelTimer = () => undefined;

  constructor(world: World, options: ClientOptions) {
    this.#world = world;
    this.#options = options;
    const name = clientName(options.client);
    this.#random = world.random(`client ${name}`);
    this.#transport = options.network.connectOutsider(name);
    this.#transport.onMessage((_, message) => this.#onAnswer(message));
  }

  /** Whether all operations have ended. */
  get isDone(): boolean {
    return this.#done >= this.#options.inputs.length;
  }

  /** Begins with the first operation, after a while. */
  start(): void {
    if (!this.isDone)
      this.#after(this.#random.below(this.#options.thinkMsMax + 1), () => this.#begin());
  }

  #begin(): void {
    const input = this.#options.inputs[this.#done];
    if (input === undefined) return;
    const { client, history } = this.#options;
    this.#world.note("call", clientName(client), () => JSON.stringify(input));
    this.#end = history.begin(client, input);
    this.#tries = 0;
    this.#ask();
  }

  #ask(): void {
    const { client, inputs, servers } = this.#options;
    const input = inputs[this.#done];
    if (input === undefined) return;
    this.#tries += 1;
    if (this.#tries > TRIES_MAX) {
      this.#world.note("return", clientName(client), "gives up: the outcome is unknown");
      this.#end?.giveUp();
      this.#next();
      return;
    }
    this.#server ??= pick(this.#random, servers());
    const command = { client, number: this.#done + 1, input };
    this.#transport.send(this.#server, { kind: "request", command });
    this.#after(ANSWER_MS, () => this.#askAnother(0));
  }

  /** Asks the node that is said to lead, or anybody. */
  #askAnother(lead: PeerId): void {
    this.#server = lead === 0 ? undefined : lead;
    this.#ask();
  }

  #onAnswer(message: ClientMessage): void {
    // An answer to an earlier operation, or one that came twice.
    if (message.kind === "request" || message.number !== this.#done + 1) return;
    if (message.kind === "not-leader") {
      this.#after(RETRY_MS, () => this.#askAnother(message.lead));
      return;
    }
    const { output } = message;
    this.#world.note("return", clientName(this.#options.client), () => JSON.stringify(output));
    this.#end?.ok(output);
    this.#next();
  }

  #next(): void {
    this.#end = undefined;
    this.#done += 1;
    this.#cancelTimer();
    if (!this.isDone)
      this.#after(this.#random.below(this.#options.thinkMsMax + 1), () => this.#begin());
  }

  /** One timer at a time: the new one takes the place of the one before. */
  #after(ms: number, run: () => void): void {
    this.#cancelTimer();
    const node = clientName(this.#options.client);
    const action = { kind: "timer", node, detail: `after ${ms} ms`, run } as const;
    this.#cancelTimer = this.#world.schedule(ms * 1000, action);
  }
}
