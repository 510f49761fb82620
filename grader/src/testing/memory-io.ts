/**
 * The surroundings of a command, in memory: what it writes can be read, and no process is needed.
 */

import { Writable } from "node:stream";
import type { CommandIo, Output } from "../cli/command-io.ts";

/** An output that keeps what is written to it. */
export class MemoryOutput extends Writable {
  text = "";
  readonly isTTY: boolean;

  constructor(isTTY = false) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
}

/** What a test gives; the rest is made up. */
export type MemoryIoOptions = Partial<Omit<CommandIo, "stdout" | "stderr">> & {
  readonly root: string;
  readonly isTTY?: boolean;
};

/** Surroundings with outputs that keep their text. */
export function memoryIo({ isTTY = false, ...options }: MemoryIoOptions): CommandIo & {
  readonly stdout: Output & MemoryOutput;
  readonly stderr: Output & MemoryOutput;
} {
  return {
    env: {},
    from: options.root,
    signal: new AbortController().signal,
    ...options,
    stdout: new MemoryOutput(isTTY),
    stderr: new MemoryOutput(isTTY),
  };
}
