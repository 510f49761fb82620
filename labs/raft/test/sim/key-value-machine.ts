/**
 * The state machine of a simulated cluster: a map from text to text, with a session for each
 * client, so that a command that is in the log twice has its effect once (Raft paper, section 8).
 */

import type { KeyValueInput, KeyValueOutput } from "@tinykv/checker/core";

/** What a client asks for, as it stands in the log. */
export interface Command {
  readonly client: number;
  /** Rises from command to command of one client. */
  readonly number: number;
  readonly input: KeyValueInput;
}

interface Session {
  readonly number: number;
  readonly output: KeyValueOutput;
}

/** A command as the bytes of an entry. */
export function encodeCommand(command: Command): Buffer {
  return Buffer.from(JSON.stringify(command));
}

/** Reads the bytes of an entry; it was encoded by `encodeCommand`, and came through a lab. */
export function decodeCommand(data: Buffer): Command {
  return JSON.parse(data.toString()) as Command;
}

export class KeyValueMachine {
  #values = new Map<string, string>();
  #sessions = new Map<number, Session>();

  /** Does a command, once. @returns its output; `undefined` if a newer one was there before */
  apply({ client, number, input }: Command): KeyValueOutput | undefined {
    const session = this.#sessions.get(client);
    if (session !== undefined && number <= session.number) {
      return number === session.number ? session.output : undefined;
    }
    const output = this.#do(input);
    this.#sessions.set(client, { number, output });
    return output;
  }

  #do(input: KeyValueInput): KeyValueOutput {
    switch (input.op) {
      case "get":
        return this.#values.get(input.key) ?? null;
      case "put":
        this.#values.set(input.key, input.value);
        return null;
      case "append":
        this.#values.set(input.key, (this.#values.get(input.key) ?? "") + input.value);
        return null;
      case "delete":
        this.#values.delete(input.key);
        return null;
      case "scan": {
        const { start, end, limit = Infinity } = input;
        const isIn = ([key]: [string, string]): boolean =>
          key >= start && (end === undefined || key < end);
        const pairs = [...this.#values].filter(isIn).sort(([a], [b]) => (a < b ? -1 : 1));
        return pairs.slice(0, limit);
      }
      default:
        return input satisfies never;
    }
  }

  /** All of it as the bytes of a snapshot. */
  snapshot(): Buffer {
    return Buffer.from(JSON.stringify([[...this.#values], [...this.#sessions]]));
  }

  /** Becomes what a snapshot says; one without bytes is an empty machine. */
  restore(data: Buffer): void {
    const text = data.toString() || "[[],[]]";
    const [values, sessions] = JSON.parse(text) as [[string, string][], [number, Session][]];
    this.#values = new Map(values);
    this.#sessions = new Map(sessions);
  }
}
