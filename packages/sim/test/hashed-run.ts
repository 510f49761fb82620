/**
 * A small scenario in a process of its own: prints the hash of its trace.
 *
 * Arguments: the seed, and `ambient` if the program is to draw from the machine too.
 */

import { fileURLToPath } from "node:url";
import { TraceHash } from "../src/guard/trace-hash.ts";
import { SimNetwork, SimProcess, World } from "../src/index.ts";

/** Twenty messages over a bad link. */
export async function hashOfRun(seed: number, isAmbient: boolean): Promise<TraceHash> {
  const hash = new TraceHash();
  const world = new World({ seed, trace: { sinks: [hash.sink] } });
  const network = new SimNetwork<string>(world, { loss: 0.2, duplicate: 0.1, reorder: 0.3 });
  const listener = new SimProcess(world, "n1", (context) => {
    network.connect(context).onMessage((_, text) => context.note(`hears ${text}`));
  });
  listener.start();
  const client = network.connectOutsider("client");
  await world.play("twenty messages", async () => {
    for (let n = 1; n <= 20; n += 1) {
      client.send("n1", isAmbient ? `draw ${Math.random()}` : `number ${n}`);
      await world.after(1);
    }
  });
  return hash;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [seed, mode] = process.argv.slice(2);
  console.log((await hashOfRun(Number(seed), mode === "ambient")).digest());
}
