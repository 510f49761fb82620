/**
 * Turns JSON lines into lines for people: `12:00:00.000 INFO  opened path=data`.
 *
 * A stack follows on lines of its own. Control characters in a message or a field are escaped, so
 * that what is logged cannot pretend to be another line.
 */

import type { LogSink } from "./log-sink.ts";

const LEVEL_WIDTH = 5;

interface Line {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/g;

function escaped(text: string): string {
  return text.replace(
    controlCharacters,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

function fieldText(value: unknown): string {
  if (typeof value !== "string") return escaped(JSON.stringify(value));
  return /^[^\s"=]+$/.test(value) ? escaped(value) : escaped(JSON.stringify(value));
}

/** Takes the stacks out of a field's value: they are shown below the line. */
function withoutStack(value: unknown, stacks: string[]): unknown {
  if (typeof value !== "object" || value === null || !("stack" in value)) return value;
  const { stack, ...rest } = value;
  if (typeof stack === "string") stacks.push(stack);
  return rest;
}

function humanLine({ level, time, msg, ...fields }: Line): string {
  const stacks: string[] = [];
  const words = [time.slice(11, 23), level.toUpperCase().padEnd(LEVEL_WIDTH), escaped(msg)];
  for (const [name, value] of Object.entries(fields)) {
    if (name === "stack" && typeof value === "string") stacks.push(value);
    else words.push(`${escaped(name)}=${fieldText(withoutStack(value, stacks))}`);
  }
  const below = stacks.flatMap((stack) => stack.split("\n")).map((line) => `    ${escaped(line)}`);
  return `${[words.join(" "), ...below].join("\n")}\n`;
}

/** Returns a sink that takes JSON lines and writes lines for people to `sink`. */
export function humanSink(sink: LogSink): LogSink {
  return { write: (line) => sink.write(humanLine(JSON.parse(line) as Line)) };
}
