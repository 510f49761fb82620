/**
 * Plays a schedule of faults into a world: each step is an event of its own, and a line of the
 * trace.
 */

import { InvariantError, TinyKvError } from "@tinykv/runtime";
import { defined } from "../defined.ts";
import type { SimDevice } from "../device.ts";
import type { SimNetwork } from "../network.ts";
import type { SimProcess } from "../process.ts";
import type { World } from "../world.ts";
import { type AskFault, describeFault, type FaultStep, type Schedule } from "./fault.ts";

/** What faults can be put into. */
export interface FaultTargets {
  readonly world: World;
  /** By name, as in `n1`. */
  readonly processes: ReadonlyMap<string, SimProcess>;
  readonly devices?: ReadonlyMap<string, SimDevice>;
  /** Whose links and partitions the schedule is about. */
  readonly network?: Pick<SimNetwork<unknown>, "partitions" | "links">;
  /** Does what the system under test is asked for. */
  readonly onAsk?: (ask: AskFault) => unknown;
}

/**
 * Schedules every step. Steps whose time has passed happen at once.
 *
 * @throws {TinyKvError} `sim/unknown-node` for a step about somebody who is not there
 */
export function playSchedule(schedule: Schedule, targets: FaultTargets): void {
  const { world } = targets;
  for (const step of schedule) checkNodes(step, targets);
  for (const step of schedule) {
    world.schedule(Math.max(0, step.at * 1000 - world.nowUs), {
      kind: "fault",
      node: "node" in step ? step.node : "",
      detail: () => describeFault(step),
      run: () => apply(step, targets),
    });
  }
}

function checkNodes(step: FaultStep, { processes }: FaultTargets): void {
  const missing = nodesOf(step).find((node) => !processes.has(node));
  if (missing === undefined) return;
  const known = [...processes.keys()].join(", ");
  const text = `"${describeFault(step)}" is about ${missing}; there are ${known}`;
  throw new TinyKvError("sim/unknown-node", text);
}

/** The nodes that a step is about. */
function nodesOf(step: FaultStep): readonly string[] {
  if (step.do === "partition") return step.groups.flat();
  if (step.do === "cut" || step.do === "links") {
    return [step.from, step.to].filter((node) => node !== undefined);
  }
  return "node" in step ? [step.node] : [];
}

function apply(step: FaultStep, targets: FaultTargets): unknown {
  switch (step.do) {
    case "partition":
      return targets.network?.partitions.split(step.groups);
    case "cut":
      if (step.both === true) targets.network?.partitions.cut(step.to, step.from);
      return targets.network?.partitions.cut(step.from, step.to);
    case "heal":
      return targets.network?.partitions.heal();
    case "links": {
      const { from, to, delayMs, loss, duplicate, reorder } = step;
      const change = defined({ delayMs, loss, duplicate, reorder });
      return targets.network?.links.change(defined({ from, to }), change);
    }
    case "mend-links":
      return targets.network?.links.reset();
    case "crash":
    case "start":
    case "pause":
    case "resume":
      return processOf(step.node, targets)[step.do]();
    case "clock": {
      const { skewMs, rate } = step;
      return processOf(step.node, targets).setClock(defined({ skewMs, rate }));
    }
    case "disk": {
      const { node, writeMs, isFull, failRate, failNext } = step;
      const device = targets.devices?.get(node);
      device?.set(defined({ writeMs, isFull, failRate }));
      if (failNext !== undefined) device?.failNext(failNext);
      return undefined;
    }
    case "ask":
      return targets.onAsk?.(step);
    default:
      return step satisfies never;
  }
}

function processOf(node: string, { processes }: FaultTargets): SimProcess {
  const process = processes.get(node);
  // Looked at before anything was scheduled.
  if (process === undefined) throw new InvariantError("sim/unknown-node", { node });
  return process;
}
