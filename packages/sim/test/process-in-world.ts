/** A process alone in a world whose trace is kept, for tests of processes. */

import { type ProcessMain, SimProcess, World } from "../src/index.ts";

/** A process in a world, and what a trace says. */
export function processOf(main: ProcessMain): {
  world: World;
  process: SimProcess;
  lines: string[];
} {
  const lines: string[] = [];
  const world = new World({ seed: 1, trace: { sinks: [(line) => void lines.push(line)] } });
  return { world, process: new SimProcess(world, 1, main), lines };
}

/** The lines of a trace of one kind, without their step and time. */
export function linesOf(lines: readonly string[], kind: string): string[] {
  return lines.map((line) => line.slice(24)).filter((line) => line.slice(7).startsWith(`${kind} `));
}
