/**
 * A process of its own for one run: starts it, supervises it, ends it. When the returned promise
 * resolves, nothing of it is left.
 */

import { type ChildOptions, LabelChild } from "./label-child.ts";
import type { LabelCommand } from "./label-command.ts";
import { type ProcessEnd, type RunWatch, supervise } from "./supervise.ts";

/** What is watched from outside. */
export type ProcessWatch = RunWatch & Omit<ChildOptions, "takesOrders">;

/**
 * Runs one process to its end.
 *
 * @throws the reason of `signal`, if it was aborted
 */
export async function runLabelProcess(
  command: LabelCommand,
  watch: ProcessWatch,
): Promise<ProcessEnd> {
  watch.signal.throwIfAborted();
  const child = new LabelChild(command, { ...watch, takesOrders: false });
  const end = await supervise(child, watch);
  child.kill();
  await child.ended;
  watch.signal.throwIfAborted();
  return end;
}
