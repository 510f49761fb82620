/**
 * What the columns and the kinds of a trace mean: the one place where it is said, for the docs page
 * and for `--help`.
 */

/** Every kind of line, with its meaning and what stands in its detail. */
export const traceKinds = {
  start: "a process starts; #k is its k-th life",
  stop: "a process is asked to stop, or has stopped",
  crash: "a process dies; what it had under way is dropped",
  exit: "a process ends itself, with this code",
  pause: "a process stands still; its events are held back",
  resume: "a process goes on, with the events that were held back",
  timer: "a timer of a process runs",
  deliver: "a message arrives: from > to, how long it took, what it says",
  lose: "a message is lost: from > to, and why",
  write: "a write is durable: its number, and how long it took",
  fail: "a write fails: its number, and why",
  fault: "a fault is put in or taken out",
  call: "a client begins an operation",
  return: "a client has the answer to an operation",
  run: "a piece of the test or of the program runs",
  sleep: "somebody who slept wakes up",
  note: "a process says something about itself",
  verdict: "the end of the run, and why",
} as const;

const columnMeanings = {
  step: "number of the event; lines with the same number happened within one step",
  "time-ms": "virtual time since the world began, in milliseconds",
  node: "the process or client where it happens; - for the world itself",
  kind: "what it is, see below",
  detail: "what there is to say about it",
};

/** The legend of a trace as text: the columns, then the kinds. */
export function traceLegend(): string {
  const row = ([name, meaning]: [string, string]): string => `  ${name.padEnd(9)}${meaning}`;
  return [
    "Columns of a trace:",
    ...Object.entries(columnMeanings).map(row),
    "Kinds of lines:",
    ...Object.entries(traceKinds).map(row),
  ].join("\n");
}
