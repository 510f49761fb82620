/**
 * Knows every label process that is alive, so that none outlives the grader: each is the leader of
 * a process group of its own, and is killed with all that it started, also when the grader is
 * stopped with Ctrl-C or ends for any other reason that it gets to hear of.
 */

type Removal = () => void;

/** What to remove when the grader ends, by the pid of the process. */
const live = new Map<number, Removal>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Kills a process and everything that it started. */
export function killGroup(pid: number): void {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
}

/**
 * Watches over a process until the returned function is called.
 *
 * @param removal what else to do, at once, if the grader ends before that
 */
export function keepTrack(pid: number, removal: Removal): () => void {
  if (live.size === 0) listen();
  live.set(pid, removal);
  return () => {
    live.delete(pid);
    if (live.size === 0) stopListening();
  };
}

function killAll(): void {
  for (const [pid, removal] of live) {
    killGroup(pid);
    removal();
  }
  live.clear();
}

/** Ends what is alive, then lets the signal do what it would have done without us. */
function onSignal(signal: NodeJS.Signals): void {
  killAll();
  stopListening();
  // Someone else listens too: the command line decides how to leave.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function listen(): void {
  process.on("exit", killAll);
  for (const signal of signals) process.on(signal, onSignal);
}

function stopListening(): void {
  process.off("exit", killAll);
  for (const signal of signals) process.off(signal, onSignal);
}
