/**
 * The seam to other processes: messages that may be lost, come late, come twice. Whatever needs
 * more (answers, order, certainty) is built on top.
 */

import type { NodeId } from "./node-id.ts";

/** Gets a message that has arrived; a promise that it returns is part of handling it. */
export type MessageHandler<M> = (from: NodeId, message: M) => unknown;

/** Sends messages of one kind, and gets those that are sent here. */
export interface Transport<M> {
  /** Hands a message over to the network, which may or may not deliver it. Never fails. */
  send(to: NodeId, message: M): void;
  /** Sets who gets the messages that arrive here, instead of who got them before. */
  onMessage(handler: MessageHandler<M>): void;
}
