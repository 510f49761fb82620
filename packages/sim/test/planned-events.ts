/** Events of no meaning, for tests of how a world runs. */

import type { Verdict, World, WorldFailure } from "../src/index.ts";

/** Lets `run` happen after some microseconds. */
export function plan(
  world: World,
  delayUs: number,
  run: () => unknown = () => undefined,
): () => void {
  return world.schedule(delayUs, { kind: "run", node: "", detail: "planned", run });
}

/** Plans an event every millisecond, without end. */
export function planForEver(world: World): void {
  const again = (): void => {
    plan(world, 1000, again);
  };
  again();
}

/** What went wrong in a run that failed. */
export function failureOf(verdict: Verdict): WorldFailure["facts"] {
  if (verdict.kind !== "failed") throw new Error(`the run is ${verdict.kind}`);
  return verdict.failure.facts;
}
