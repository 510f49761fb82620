/**
 * Measuring contenders next to each other on a machine that has other things to do.
 *
 * Contenders take turns in short rounds, so that a slow moment of the machine hits all of them, and
 * the figure of each is the median of its rounds, and a share is the median of the shares in the
 * rounds. The order is turned around every round, so that nobody always comes first. Two rounds
 * long, before the first that counts, everybody warms up.
 */

import type { Latency } from "./figure.ts";

/** What a round brought. */
export interface Round {
  /** Things done: operations, rows. */
  readonly count: number;
  readonly seconds: number;
}

/** Somebody whose speed is measured. */
export interface Contender {
  readonly name: string;
  /** Works for about `ms` milliseconds. */
  run(ms: number): Promise<Round>;
}

/** How long and how often. */
export interface Plan {
  /** The length of one round in milliseconds. */
  readonly roundMs: number;
  /** Rounds that count, for each contender. */
  readonly rounds: number;
}

/** The plan whose rounds of one contender take so many seconds altogether. */
export function planOf(seconds: number): Plan {
  const rounds = 9;
  return { rounds, roundMs: (seconds * 1000) / rounds };
}

/** Things per second of each contender in each round, by its name. */
export async function measure(
  contenders: readonly Contender[],
  { roundMs, rounds }: Plan,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders) await contender.run(roundMs * 2);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) {
      const { count, seconds } = await contender.run(roundMs);
      rates.get(contender.name)?.push(count / seconds);
    }
  }
  return rates;
}

/** Our rate as a part of a peer's: the median over the rounds, in which the two were neighbours. */
export function shareOf(ours: readonly number[], peer: readonly number[]): number {
  return median(ours.map((rate, round) => rate / (peer[round] ?? Number.NaN)));
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The middle of some times, and the one below which 99 of 100 of them are. */
export function latencyOf(timesMs: readonly number[]): Latency {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const p99Ms = sorted[Math.ceil(0.99 * sorted.length) - 1] ?? Number.NaN;
  return { p50Ms: median(timesMs), p99Ms };
}

/**
 * Repeats `step` until the time is over.
 *
 * @param step does some work and returns how many things that were
 * @param workers how many steps are under way at the same time
 */
export async function repeat(
  ms: number,
  workers: number,
  step: (worker: number) => Promise<number>,
): Promise<Round> {
  const begun = performance.now();
  const end = begun + ms;
  let count = 0;
  const work = async (worker: number): Promise<void> => {
    while (performance.now() < end) {
      // In two lines: `count += await …` would read the count before the wait, and lose others'
      // steps.
      const done = await step(worker);
      count += done;
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return { count, seconds: (performance.now() - begun) / 1000 };
}
