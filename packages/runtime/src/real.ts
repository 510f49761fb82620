/** Entry point `@tinykv/runtime/real`: the seams as the real world has them. */

export { processExit } from "./real/process-exit.ts";
export { seededRandom, systemRandom } from "./real/seeded-random.ts";
export { wallClock } from "./real/wall-clock.ts";
