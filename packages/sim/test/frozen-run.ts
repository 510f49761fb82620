/** A process with frozen built-ins, as lab code finds them: prints what the guard says there. */

import { checkDeterminism } from "../src/guard/check-determinism.ts";
import { describeDeterminism } from "../src/guard/describe-determinism.ts";
import { watchAmbient } from "../src/guard/watch-ambient.ts";
import { World } from "../src/index.ts";

for (const builtIn of [Date, Date.prototype, Math, Promise, Promise.prototype]) {
  Object.freeze(builtIn);
}
const { random } = Math;
const watch = watchAmbient(() => true);
Math.random();
const { isAvailable } = watch;
const calls = watch.calls();
const state = Math.random === random ? "untouched" : "replaced";
watch.end();

const result = await checkDeterminism(
  async (seed, sink) => {
    const world = new World({ seed, trace: { sinks: [sink] } });
    await world.play("a draw", () => world.note("note", "n1", crypto.randomUUID()));
  },
  { seed: 7 },
);
const text = describeDeterminism(result);
console.log(JSON.stringify({ isAvailable, calls, random: state, result, text }));
