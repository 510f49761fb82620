/**
 * Puts into words what a comparison of two runs has found: first the event with which they part,
 * then what may have caused it. What is not known is not claimed: a call made before the difference
 * is a suspect, and only a single suspect is named as the cause.
 */

import type { Determinism, Difference, OutsideAct, SameRuns } from "./determinism.ts";
import type { AmbientCall } from "./watch-ambient.ts";

/** Suspects that are named. */
const SUSPECTS_MAX = 5;

/** Says in some lines what was found. */
export function describeDeterminism(result: Determinism): string {
  return (result.isSame ? sameLines(result) : differenceLines(result)).join("\n");
}

function sameLines({ seed, lines, failure, ambient }: SameRuns): string[] {
  const head = `two runs with seed ${seed} are the same: ${lines} lines`;
  if (failure === undefined) return [head];
  return [`${head}, and both end with`, `  ${failure}`, ...hintOnDeadlock(failure, ambient)];
}

/** A world that waits for the machine looks as if nobody could go on. */
function hintOnDeadlock(failure: string, ambient: readonly AmbientCall[]): string[] {
  if (!failure.startsWith("sim/deadlock")) return [];
  const hint =
    "  A world waits for nothing outside of it: a file, a socket or a timer of the machine";
  return [hint, "  that is awaited in it looks like this.", ...suspectLines(ambient)];
}

function differenceLines(difference: Difference): string[] {
  const { firstLine, one, other, linesBefore, outside } = difference;
  const before = linesBefore.length === 0 ? [] : ["  the lines before it, in both runs:"];
  return [
    headline(difference),
    ...before,
    ...linesBefore.map((line) => `    ${line}`),
    `  line ${firstLine} of the first run:`,
    `    ${one ?? "(there is none: the trace has ended)"}`,
    `  line ${firstLine} of the second run:`,
    `    ${other ?? "(there is none: the trace has ended)"}`,
    ...endLines(difference),
    ...(outside === undefined ? [] : outsideLines(outside)),
    ...causeLines(difference),
  ];
}

function headline({ seed, firstLine, one, other, outside }: Difference): string {
  const runs = `two runs with seed ${seed}`;
  if (one !== other) return `${runs} differ from line ${firstLine} of their traces on`;
  if (outside === undefined) return `${runs} have the same trace, and end in different ways`;
  return `${runs} agree by luck: both were acted on from outside, in line ${firstLine}`;
}

function endLines({ ends: [one, other] }: Difference): string[] {
  if (one === undefined && other === undefined) return [];
  const text = (end: string | undefined): string => (end === undefined ? "ended well" : end);
  return [`  the first run: ${text(one)}`, `  the second run: ${text(other)}`];
}

function outsideLines({ run, line, place }: OutsideAct): string[] {
  return [
    `  In line ${line} of the ${run} run, code acted on the world between two of its steps`,
    "  (sim/outside-step). It was resumed by something that is not the world's: a file that was",
    "  read, a socket, a timer of the machine, or a promise that depends on one of these.",
    ...(place === undefined ? [] : [`  It acted at ${place}`]),
  ];
}

function causeLines({ ambient, isAmbientWatched, outside }: Difference): string[] {
  if (ambient.length > 0) return suspectLines(ambient);
  if (!isAmbientWatched) {
    return [
      "  Built-ins are frozen here, so nobody saw whether the machine was asked for anything.",
    ];
  }
  const known = "  The machine was asked for no time, chance or timer before that";
  if (outside !== undefined) return [`${known}.`];
  return [
    `${known}: look for what`,
    "  outlives a run (a counter or a cache of a module), for an object that both runs share, and",
    "  for files and sockets of the machine.",
  ];
}

function suspectLines(ambient: readonly AmbientCall[]): string[] {
  const [nearest, ...others] = ambient;
  if (nearest === undefined) return [];
  if (others.length === 0) return [`  The cause, as far as can be told: ${callText(nearest)}`];
  const shown = ambient.slice(0, SUSPECTS_MAX).map((call) => `    ${callText(call)}`);
  const hidden = ambient.length - shown.length;
  return [
    "  One of these is the cause, as far as can be told; the last one before it comes first:",
    ...shown,
    ...(hidden === 0 ? [] : [`    and ${hidden} more`]),
  ];
}

function callText({ name, place }: AmbientCall): string {
  return `${name} at ${place}`;
}
