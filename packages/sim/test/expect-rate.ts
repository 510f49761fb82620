/**
 * Whether something happens as often as it should: the band around what is expected is five
 * standard deviations of the binomial wide on each side, which chance leaves once in two million
 * times. The seeds of tests are fixed, so that a test that has passed goes on passing.
 */

import { expect } from "@jest/globals";

const SIGMAS = 5;

/** Expects `hits` out of `of` independent tries, each of which hits with probability `rate`. */
export function expectRate({ hits, of, rate }: { hits: number; of: number; rate: number }): void {
  const expected = of * rate;
  const band = SIGMAS * Math.sqrt(of * rate * (1 - rate));
  expect(hits).toBeGreaterThanOrEqual(expected - band);
  expect(hits).toBeLessThanOrEqual(expected + band);
}
