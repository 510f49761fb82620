/**
 * Messages and entries as one line of text: what steps show, and what whole messages are compared
 * by.
 */

import { type Entry, type Message, MessageType } from "@tinykv/proto";
import { describeEntry } from "../src/describe-node.ts";

const names = new Map<number, string>(
  Object.entries(MessageType).map(([name, value]) => [value, name]),
);

/** The name of a message type. */
export function typeName(type: number): string {
  return names.get(type) ?? `type ${type}`;
}

/** Entries, as in `[(1,1)(2,1,"x")]`. */
export function entriesText(entries: readonly Entry[]): string {
  return `[${entries.map(describeEntry).join("")}]`;
}

/** A message with all its fields that are not zero: `MsgAppend 1→2 term 1 index 1 logTerm 1`. */
export function messageText(message: Message): string {
  const { msgType, from, to, entries, snapshot } = message;
  const parts = [`${typeName(msgType)} ${from}→${to}`];
  for (const field of ["term", "index", "logTerm", "commit"] as const) {
    if (message[field] !== 0) parts.push(`${field} ${message[field]}`);
  }
  if (entries.length > 0) parts.push(entriesText(entries));
  if (snapshot !== undefined) {
    const { index = 0, term = 0, confState } = snapshot.metadata ?? {};
    parts.push(`snapshot ${index}/${term} of {${confState?.nodes.join(",") ?? ""}}`);
  }
  if (message.reject) parts.push("reject");
  return parts.join(" ");
}
