/**
 * What a simulated cluster is made from and what happens to it: a seed, a shape, the operations of
 * its clients, and a schedule of faults. A plan is plain data, and a run follows from it alone.
 */

import type { KeyValueInput } from "@tinykv/checker/core";
import type { Random } from "@tinykv/runtime";
import { seededRandom } from "@tinykv/runtime/real";
import {
  type FaultRates,
  type LinkQuality,
  nodeName,
  pick,
  type RangeMs,
  randomSchedule,
  type Schedule,
} from "@tinykv/sim";

/** What kind of cluster, and how rough the weather is. */
export interface ClusterProfile {
  /** One of these numbers of members is drawn. */
  readonly nodes: readonly number[];
  /** Machines that are no members in the beginning. */
  readonly joiners?: number;
  /** `core`: a `Raft` alone, before there is a `RawNode`. */
  readonly driver: "core" | "raw";
  /** How long a write takes; with a `core` driver nothing. */
  readonly writeMs?: RangeMs;
  /** Entries that are kept in the log before it is compacted. */
  readonly compactAfter?: number;
  readonly clients: number;
  readonly operationsEach: number;
  /** Keys that the clients share. */
  readonly keys?: number;
  readonly link?: Partial<LinkQuality>;
  readonly stormMs: number;
  readonly rates: FaultRates;
  /** How long a fault lasts. */
  readonly lastsMs?: RangeMs;
  /** `stand`, `lead`, `join`, `leave`: what nodes are asked for, and how often per second. */
  readonly asks?: Readonly<Record<string, number>>;
}

/** What one client does once. */
export interface ClientOperation {
  readonly client: number;
  readonly input: KeyValueInput;
}

/** One run. */
export interface ClusterPlan {
  readonly seed: number;
  readonly nodes: number;
  readonly joiners: number;
  readonly driver: "core" | "raw";
  readonly writeMs: RangeMs;
  readonly compactAfter?: number;
  readonly link: Partial<LinkQuality>;
  /** How long a client waits between two operations, at most. */
  readonly thinkMs: number;
  /** When the faults end and everything is mended, in virtual milliseconds. */
  readonly timeMs: number;
  readonly operations: readonly ClientOperation[];
  readonly schedule: Schedule;
}

const UINT32 = 2 ** 32;

/** Draws a plan; the same seed and profile give the same plan. */
export function drawPlan(seed: number, profile: ClusterProfile): ClusterPlan {
  const random = seededRandom(seed);
  const nodes = pick(random.fork("nodes"), profile.nodes);
  const { joiners = 0, driver, stormMs } = profile;
  const ids = Array.from({ length: nodes + joiners }, (_, at) => nodeName(at + 1));
  return {
    ...{ seed, nodes, joiners, driver },
    writeMs: profile.writeMs ?? [0, 0],
    ...(profile.compactAfter === undefined ? {} : { compactAfter: profile.compactAfter }),
    link: profile.link ?? {},
    // So that the operations of a client fill the storm.
    thinkMs: Math.floor((2 * stormMs) / (profile.operationsEach + 1)),
    timeMs: stormMs,
    operations: drawOperations(random.fork("operations"), profile),
    schedule: drawFaults(random.fork("faults"), ids, profile),
  };
}

/** The faults of the storm; what mends them is not part of a plan. */
function drawFaults(random: Random, nodes: readonly string[], profile: ClusterProfile): Schedule {
  const { stormMs, rates, asks, lastsMs } = profile;
  const schedule = randomSchedule(random, {
    ...{ nodes, stormMs, rates },
    ...(asks === undefined ? {} : { asks }),
    ...(lastsMs === undefined ? {} : { lastsMs }),
  });
  return schedule.filter(({ at }) => at < stormMs);
}

function drawOperations(random: Random, profile: ClusterProfile): ClientOperation[] {
  const { clients, operationsEach, keys = 3 } = profile;
  return Array.from({ length: clients * operationsEach }, (_, at) => {
    const client = (at % clients) + 1;
    return { client, input: drawInput(random, { keys, value: `${client}.${at}` }) };
  });
}

/** A value is written once in a run, so that a read says which write it saw. */
function drawInput(
  random: Random,
  { keys, value }: { readonly keys: number; readonly value: string },
): KeyValueInput {
  const key = `k${random.below(keys)}`;
  const percent = Math.floor((random.nextUint32() / UINT32) * 100);
  if (percent < 40) return { op: "get", key };
  if (percent < 65) return { op: "put", key, value };
  if (percent < 85) return { op: "append", key, value: `+${value}` };
  if (percent < 93) return { op: "delete", key };
  return { op: "scan", start: "k" };
}
