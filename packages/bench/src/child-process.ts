/** Processes of this package: started from its TypeScript, spoken to over Node's own channel. */

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { nodeArgs } from "@tinykv/server/harness";

/** Starts a file of this folder. It ends when the channel closes, and so with this process. */
export function startChild(file: string, args: readonly string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, nodeArgs(path, args), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** The next message of a child. Rejects if it ends instead. */
export function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      reject(new Error(`a process of the benchmark ended with ${code}`));
    };
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message as T);
    });
  });
}

/** Closes the channel and waits for the end. */
export function endChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.disconnect();
  });
}
