/** What clients and nodes of a simulated cluster say to each other. */

import type { KeyValueOutput } from "@tinykv/checker/core";
import type { PeerId } from "@tinykv/proto";
import type { Codec } from "@tinykv/sim";
import type { Command } from "./key-value-machine.ts";

/** All of them; none is ever changed. */
export type ClientMessage =
  | { readonly kind: "request"; readonly command: Command }
  | { readonly kind: "done"; readonly number: number; readonly output: KeyValueOutput }
  /** The node does not lead; `lead` is the leader that it knows of, 0 if none. */
  | { readonly kind: "not-leader"; readonly number: number; readonly lead: PeerId };

/** They are plain and frozen by their types: no copy is needed. */
export const clientCodec: Codec<ClientMessage, ClientMessage> = {
  encode: (message) => message,
  decode: (message) => message,
  describe: (message) => JSON.stringify(message),
};
