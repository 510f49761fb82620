/**
 * A child process that runs lab code: started with the pipes it needs, killed as a group, known to
 * whoever cleans up if the grader is ended. What it says is passed on; what that means is decided
 * elsewhere (`supervise.ts`).
 */

import { EVENT_FD, type LabRun } from "@tinykv/lab-kit/events";
import { execa } from "execa";
import { BoundedTail } from "./bounded-tail.ts";
import { EventReader, type ReadResult } from "./event-reader.ts";
import type { LabelCommand } from "./label-command.ts";
import { keepTrack, killGroup } from "./live-processes.ts";

/** The end of a process that nobody asked for. */
export interface ProcessExit {
  readonly kind: "exit";
  /** `it ended with exit code 7`. */
  readonly how: string;
  /** Undefined if a signal ended it, or if it did not start. */
  readonly exitCode: number | undefined;
  /** The end of what it printed. */
  readonly output: string;
}

/** What belongs to a child besides its command. */
export interface ChildOptions {
  /** Whether it is sent orders while it runs. */
  readonly takesOrders: boolean;
  /** Gets what the process prints, as it prints it; for debugging. */
  readonly onOutput?: (text: string) => void;
  /** Removes what belongs to the process, should the grader itself be ended. */
  readonly removal: () => void;
}

export class LabelChild {
  /** Undefined if it did not start. */
  readonly pid: number | undefined;
  /** Resolves when nothing of the process is left. */
  readonly ended: Promise<ProcessExit>;
  /** Gets what the process reports; without it, that is lost. */
  onEvents: ((result: ReadResult) => void) | undefined;
  readonly #send: (line: string) => void;

  /** Starts the process. One that cannot be started ends at once. */
  constructor(command: LabelCommand, { takesOrders, onOutput, removal }: ChildOptions) {
    const child = execa(command.file, command.args, {
      cwd: command.cwd,
      env: command.env,
      extendEnv: false,
      stdio: [takesOrders ? "pipe" : "ignore", "pipe", "pipe", "pipe"],
      // The leader of a new process group, which is killed as a whole.
      detached: true,
      buffer: false,
      reject: false,
      cleanup: false,
    });
    const { pid, stdin } = child;
    this.pid = pid;
    this.#send = (line) => void stdin?.write(line);
    // A process that is gone says so by its end.
    stdin?.on("error", () => undefined);
    const output = new BoundedTail();
    output.follow(child.stdout, onOutput);
    output.follow(child.stderr, onOutput);
    const reader = new EventReader();
    const events = child.stdio[EVENT_FD];
    events.on("data", (bytes: Buffer) => this.onEvents?.(reader.read(bytes)));
    events.on("error", () => undefined);
    const release = pid === undefined ? () => undefined : keepTrack(pid, removal);
    this.ended = child.then((result) => {
      // What it may have started itself.
      this.kill();
      release();
      return pid === undefined
        ? notStarted(result.message ?? "")
        : describeExit(result, output.text);
    });
  }

  /** Sends an order to a process that takes them. */
  send(order: LabRun): void {
    this.#send(`${JSON.stringify(order)}\n`);
  }

  /** Ends the process and all that it has started. */
  kill(): void {
    if (this.pid !== undefined) killGroup(this.pid);
  }
}

function notStarted(output: string): ProcessExit {
  return { kind: "exit", how: "it did not start", exitCode: undefined, output };
}

function describeExit(result: { exitCode?: number; signal?: string }, output: string): ProcessExit {
  const { exitCode, signal } = result;
  const how =
    signal === undefined
      ? `it ended with exit code ${exitCode ?? "unknown"}`
      : `it was ended by ${signal}`;
  return { kind: "exit", how, exitCode, output };
}
