/**
 * The process of `bench sim`: worlds in which nothing happens, and simulated raft groups of the lab
 * under the watch of every invariant, as the lab's own tests run them.
 *
 * What happens in a group follows from its plan, and how much of it follows from the seconds that
 * were asked for, not from the speed: every machine simulates the same.
 */

import * as lab from "@tinykv/raft";
import {
  type ClusterOutcome,
  type ClusterPlan,
  drawPlan,
  profiles,
  runPlan,
} from "@tinykv/raft/sim";
import { NotImplementedError } from "@tinykv/runtime";
import { type TraceEntry, type TraceOptions, World } from "@tinykv/sim";
import type { BenchResult, Figure } from "./figure.ts";
import { printResult } from "./lab-main.ts";
import { loneFigure } from "./lone-figure.ts";
import { planOf } from "./measure.ts";
import { ownCpuUs } from "./process-cpu.ts";

/** Simulated time that goes by while one real second does. */
const SIMULATED = "simulated s";

/** Events of one empty world. */
const EVENTS = 5000;

/** A group of five on quick links and disks. */
const CALM: Omit<ClusterPlan, "timeMs" | "operations" | "schedule"> = {
  ...{ seed: 1, nodes: 5, joiners: 0, driver: "raw" },
  ...{ writeMs: [0.1, 1], compactAfter: 1000, link: {}, thinkMs: 0 },
};

/** Nobody asks the group for anything: it beats. */
const IDLE: ClusterPlan = { ...CALM, timeMs: 10_000, operations: [], schedule: [] };

/** Clients of the loaded group, and the keys that they share. */
const CLIENTS = 64;
const KEYS = 10;

/** Operations of each client that do not count, because everything is warming up. */
const WARM_UP_EACH = 10;

/** What a second is worth: operations of each client, and runs among faults. */
const OPERATIONS_EACH = 20;
const RUNS = 10;

async function simBench(seconds: number): Promise<BenchResult> {
  const plan = planOf(seconds);
  const figures = [
    await loneFigure({ name: "sim empty world", unit: "events", step: bareEvents }, plan),
    await loneFigure(
      { name: "sim empty world, awaited", unit: "events", step: awaitedEvents },
      plan,
    ),
    await loneFigure({ name: "sim idle group of 5", unit: SIMULATED, step: idleGroup }, plan),
    ...(await loadedGroup(Math.ceil(seconds * OPERATIONS_EACH))),
    await amongFaults(Math.ceil(seconds * RUNS)),
  ];
  return { figures, facts: {} };
}

/** A chain of events that do nothing but schedule the next one. */
async function bareEvents(): Promise<number> {
  const world = new World({ seed: 1 });
  const scheduleNext = (): void => {
    if (world.steps === EVENTS) return;
    world.schedule(1, { kind: "timer", node: "", detail: "", run: scheduleNext });
  };
  scheduleNext();
  const { steps } = await world.run();
  return steps;
}

/** The same chain, by somebody who awaits a promise for each of them. */
async function awaitedEvents(): Promise<number> {
  const world = new World({ seed: 1 });
  await world.play("a chain of waits", async () => {
    while (world.steps < EVENTS) await world.after(0.001);
  });
  return world.steps;
}

async function idleGroup(): Promise<number> {
  const { timeMs } = await runWell(IDLE);
  return timeMs / 1000;
}

/** Clients that put one value after the other without a thought, until all of them are done. */
async function loadedGroup(operationsEach: number): Promise<Figure[]> {
  const count = CLIENTS * (WARM_UP_EACH + operationsEach);
  const operations = Array.from({ length: count }, (_, at) => ({
    client: (at % CLIENTS) + 1,
    input: { op: "put", key: `k${at % KEYS}`, value: `v${at}` } as const,
  }));
  // Clients take their time to fill the storm, and this one is over at once.
  const plan: ClusterPlan = { ...CALM, timeMs: 1, operations, schedule: [] };
  const answers = new AnswerClock();
  await runWell(plan, { entrySinks: [(entry) => answers.take(entry)] });
  const [first, last] = answers.since(CLIENTS * WARM_UP_EACH);
  const seconds = (last.realMs - first.realMs) / 1000;
  const simulated = (last.simulatedMs - first.simulatedMs) / 1000;
  const name = `sim group of 5 with ${CLIENTS} clients`;
  const answered = last.number - first.number;
  const cpuUs = (last.cpuUs - first.cpuUs) / answered;
  return [
    { name, unit: SIMULATED, perSecond: simulated / seconds, peers: [] },
    { name: `${name}, answers`, unit: "puts", perSecond: answered / seconds, cpuUs, peers: [] },
  ];
}

/** An answer to a client: which one, and when, on both clocks. */
interface AnswerTime {
  readonly number: number;
  readonly realMs: number;
  readonly simulatedMs: number;
  /** Processor time of this process until then. */
  readonly cpuUs: number;
}

/** Finds the answers to clients in a trace. Before the first one a group only elects a leader. */
class AnswerClock {
  readonly #times: AnswerTime[] = [];

  take({ kind, atUs }: TraceEntry): void {
    if (kind !== "return") return;
    const number = this.#times.length;
    const realMs = performance.now();
    this.#times.push({ number, realMs, simulatedMs: atUs / 1000, cpuUs: ownCpuUs() });
  }

  /** The answer with this number, and the last one. */
  since(number: number): readonly [AnswerTime, AnswerTime] {
    const first = this.#times[number];
    const last = this.#times.at(-1);
    if (first !== undefined && last !== undefined) return [first, last];
    throw new Error(`only ${this.#times.length} operations were answered`);
  }
}

/** All faults that there are. No run is like the other: the figure is that of all of them. */
async function amongFaults(runs: number): Promise<Figure> {
  await runWell(drawPlan(0, profiles.everything));
  const begun = performance.now();
  const begunUs = ownCpuUs();
  let simulatedMs = 0;
  for (let seed = 1; seed <= runs; seed += 1) {
    const { timeMs } = await runWell(drawPlan(seed, profiles.everything));
    simulatedMs += timeMs;
  }
  const perSecond = simulatedMs / (performance.now() - begun);
  const cpuUs = ((ownCpuUs() - begunUs) / simulatedMs) * 1000;
  return { name: "sim group among all faults", unit: SIMULATED, perSecond, cpuUs, peers: [] };
}

/** @throws {Error} if the run fails: then nobody wants to know how fast it was */
async function runWell(plan: ClusterPlan, trace: TraceOptions = {}): Promise<ClusterOutcome> {
  const outcome = await runPlan(lab, plan, trace);
  const { failure } = outcome;
  if (failure?.facts.cause instanceof NotImplementedError) throw failure.facts.cause;
  if (failure !== undefined) throw failure;
  return outcome;
}

await printResult(simBench);
