/**
 * Draws a schedule of faults. Every fault that lasts comes with its repair, and at the end of the
 * storm everything is mended, so that what follows can be expected to recover.
 *
 * Faults of each kind come at random moments with a given mean. Kinds have streams of their own, so
 * that more of one kind does not move those of another.
 */

import { invariant, type Random } from "@tinykv/runtime";
import { drawUs, pick, type RangeMs, shuffled } from "../draws.ts";
import type { LinkQuality } from "../link.ts";
import type { Fault, FaultStep, Schedule } from "./fault.ts";

/** How often the kinds of faults come, per second of virtual time; absent or 0: never. */
export interface FaultRates {
  /** The nodes fall into two groups. */
  readonly partition?: number;
  /** One node is apart from all the others. */
  readonly isolate?: number;
  /** One link is cut, in one direction or in both. */
  readonly cut?: number;
  /** A node crashes, and starts again. */
  readonly crash?: number;
  /** A node stands still, and goes on. */
  readonly pause?: number;
  /** A clock is 25 % to 400 % as fast as it should be. */
  readonly clock?: number;
  /** The next write of a disk fails. */
  readonly diskFailure?: number;
  /** All links become as bad as `badLinks` says. */
  readonly badLinks?: number;
}

/** What a storm is made of. */
export interface FaultProfile {
  readonly nodes: readonly string[];
  /** How long faults come; at its end everything is mended. In milliseconds. */
  readonly stormMs: number;
  readonly rates: FaultRates;
  /** How bad links get in a bad time. */
  readonly badLinks?: Partial<LinkQuality>;
  /** How long a fault lasts. Default up to 4 s. */
  readonly lastsMs?: RangeMs;
  /** What the system under test is asked for, and how often per second. */
  readonly asks?: Readonly<Record<string, number>>;
}

const LASTS_MS: RangeMs = [1, 4000];
const BAD_LINKS = { loss: 0.2, duplicate: 0.1, reorder: 0.2, delayMs: [1, 80] } as const;
const CLOCK_RATES = [0.25, 0.5, 0.8, 1.25, 2, 4];

/** One drawn fault, and what mends it; a fault without a repair does not last. */
interface Drawn {
  readonly fault: Fault;
  readonly repair?: Fault;
}

type Draw = (random: Random, profile: FaultProfile) => Drawn;

const draws: Readonly<Record<keyof FaultRates, Draw>> = {
  partition: (random, { nodes }) => {
    const mixed = shuffled(random, nodes);
    const cut = 1 + random.below(Math.max(1, nodes.length - 1));
    return split([mixed.slice(0, cut), mixed.slice(cut)]);
  },
  isolate: (random, { nodes }) => {
    const alone = pick(random, nodes);
    return split([[alone], nodes.filter((node) => node !== alone)]);
  },
  cut: (random, { nodes }) => {
    // A node that is alone has only itself to be cut off from.
    const [from = "", to = from] = shuffled(random, nodes);
    const both = random.below(2) === 1;
    return { fault: { do: "cut", from, to, both }, repair: { do: "heal" } };
  },
  crash: (random, { nodes }) => {
    const node = pick(random, nodes);
    return { fault: { do: "crash", node }, repair: { do: "start", node } };
  },
  pause: (random, { nodes }) => {
    const node = pick(random, nodes);
    return { fault: { do: "pause", node }, repair: { do: "resume", node } };
  },
  clock: (random, { nodes }) => {
    const node = pick(random, nodes);
    const rate = pick(random, CLOCK_RATES);
    return { fault: { do: "clock", node, rate }, repair: { do: "clock", node, rate: 1 } };
  },
  diskFailure: (random, { nodes }) => {
    return { fault: { do: "disk", node: pick(random, nodes), failNext: 1 } };
  },
  badLinks: (_, { badLinks = BAD_LINKS }) => {
    return { fault: { do: "links", ...badLinks }, repair: { do: "mend-links" } };
  },
};

function split(groups: string[][]): Drawn {
  return { fault: { do: "partition", groups }, repair: { do: "heal" } };
}

/**
 * Draws a schedule.
 *
 * @param random its numbers decide everything; the same stream and profile give the same schedule
 * @returns steps in the order of their times; the last ones, at `stormMs`, mend everything
 * @throws {InvariantError} `sim/invalid-rate`
 */
export function randomSchedule(random: Random, profile: FaultProfile): Schedule {
  const steps: FaultStep[] = [];
  for (const kind of Object.keys(draws) as (keyof FaultRates)[]) {
    const stream = random.fork(kind);
    for (const at of moments(stream, profile.rates[kind] ?? 0, profile.stormMs)) {
      steps.push(...drawn(stream, draws[kind](stream, profile), { at, profile }));
    }
  }
  for (const [what, perSecond] of Object.entries(profile.asks ?? {})) {
    const stream = random.fork(`ask ${what}`);
    for (const at of moments(stream, perSecond, profile.stormMs)) {
      steps.push({ at, do: "ask", what, node: pick(stream, profile.nodes) });
    }
  }
  // The order of equal times is that of the kinds: sorting is stable.
  steps.sort((a, b) => a.at - b.at);
  return [...steps, ...calm(profile)];
}

/**
 * The moments before `endMs` at which something happens with this mean frequency. The pauses
 * between them are uniform, up to twice their mean: exact everywhere, which a logarithm is not.
 */
function* moments(random: Random, perSecond: number, endMs: number): Generator<number> {
  invariant(perSecond >= 0 && perSecond < Infinity, "sim/invalid-rate", { perSecond });
  if (perSecond === 0) return;
  const pauseMaxMs = Math.max(1, Math.round(2000 / perSecond));
  for (let at = random.below(pauseMaxMs) + 1; at < endMs; at += random.below(pauseMaxMs) + 1) {
    yield at;
  }
}

/** How often the longest time may be halved for a short one. */
const HALVINGS = 8;

/** Short times are as likely as long ones: the range is halved a drawn number of times first. */
function drawLastsMs(random: Random, [minMs, maxMs]: RangeMs): number {
  const shortMax = Math.max(minMs, Math.round(maxMs / 2 ** random.below(HALVINGS)));
  return Math.ceil(drawUs(random, [minMs, shortMax]) / 1000);
}

function drawn(
  random: Random,
  { fault, repair }: Drawn,
  { at, profile }: { readonly at: number; readonly profile: FaultProfile },
): FaultStep[] {
  if (repair === undefined) return [{ at, ...fault }];
  const lastsMs = drawLastsMs(random, profile.lastsMs ?? LASTS_MS);
  const isOver = at + lastsMs >= profile.stormMs;
  return isOver
    ? [{ at, ...fault }]
    : [
        { at, ...fault },
        { at: at + lastsMs, ...repair },
      ];
}

/** The steps that mend everything that a drawn schedule can break. */
export function calm({ nodes, stormMs: at }: Pick<FaultProfile, "nodes" | "stormMs">): FaultStep[] {
  return [
    { at, do: "heal" },
    { at, do: "mend-links" },
    ...nodes.flatMap((node): FaultStep[] => [
      { at, do: "clock", node, rate: 1 },
      { at, do: "disk", node, isFull: false, failRate: 0, failNext: 0 },
      { at, do: "resume", node },
      { at, do: "start", node },
    ]),
  ];
}
