/** Worlds are what their seed says, and say how they ended. */

import { describe, expect, test } from "@jest/globals";
import { SimNetwork, SimProcess, World, WorldFailure } from "../src/index.ts";

/** Ten pings over a lossy link; what came back, and the whole trace. */
async function pings(seed: number): Promise<{ answers: string[]; trace: string[] }> {
  const trace: string[] = [];
  const answers: string[] = [];
  const world = new World({ seed, trace: { sinks: [(line) => void trace.push(line)] } });
  const network = new SimNetwork<string>(world, { loss: 0.2, duplicate: 0.1, reorder: 0.3 });
  const pong = new SimProcess(world, "pong", (context) => {
    const transport = network.connect(context);
    transport.onMessage((from, text) => transport.send(from, `pong ${text}`));
  });
  pong.start();
  const client = network.connectOutsider("client");
  client.onMessage((_, text) => answers.push(text));
  await world.play("ten pings", async () => {
    for (let n = 1; n <= 10; n += 1) {
      client.send("pong", `ping ${n}`);
      await world.after(10);
    }
  });
  return { answers, trace };
}

describe("a world", () => {
  test("is the same for the same seed, line by line", async () => {
    const [one, two] = [await pings(7), await pings(7)];
    expect(one.trace.length).toBeGreaterThan(20);
    expect(two).toEqual(one);
  });

  test("is another one for another seed", async () => {
    const traces = [await pings(1), await pings(2)].map(({ trace }) => trace.join("\n"));
    expect(traces[0]).not.toBe(traces[1]);
  });

  test("has no time but its own", async () => {
    const world = new World({ seed: 1 });
    await world.play("a day", () => world.after(86_400_000));
    expect(world.nowMs).toBe(86_400_000);
    expect(world.steps).toBeLessThan(5);
  });

  test("takes events in the order of their times, then of their scheduling", async () => {
    const world = new World({ seed: 1 });
    const seen: string[] = [];
    const plan = (delayUs: number, name: string): void => {
      const run = (): void => void seen.push(name);
      world.schedule(delayUs, { kind: "run", node: "", detail: name, run });
    };
    plan(20, "late");
    plan(10, "first of two");
    plan(10, "second of two");
    plan(0, "now");
    expect(await world.run({ untilMs: 1 })).toMatchObject({ kind: "done" });
    expect(seen).toEqual(["now", "first of two", "second of two", "late"]);
  });

  test("says who waits for what when nothing can happen any more", async () => {
    const world = new World({ seed: 1 });
    const scene = (): Promise<void> => {
      world.beginWait("n1", "an answer of n2");
      return new Promise(() => undefined);
    };
    await expect(world.play("nobody answers", scene)).rejects.toThrow(
      /sim\/deadlock.*nothing can happen any more[^]*n1 waits for an answer of n2/,
    );
  });

  test("does not pass when its budget runs out", async () => {
    const world = new World({ seed: 1 });
    const forEver = async (): Promise<void> => {
      for (;;) await world.after(1);
    };
    await expect(world.play("no end", forEver, { stepsMax: 50 })).rejects.toThrow(
      /sim\/unknown: the budget stepsMax ran out/,
    );
  });

  test("stops at the first invariant that breaks, and shows the steps before it", async () => {
    const world = new World({ seed: 5 });
    let sum = 0;
    world.addInvariant("sum stays small", () => (sum > 3 ? `the sum is ${sum}` : undefined));
    const scene = async (): Promise<void> => {
      for (;;) {
        await world.after(1, "adder");
        sum += 1;
      }
    };
    const failure: unknown = await world.play("adding", scene).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WorldFailure);
    const { facts } = failure as WorldFailure;
    expect(facts).toMatchObject({ name: "sum stays small", seed: 5, timeMs: 4 });
    expect(facts.lines.length).toBeGreaterThan(3);
    expect(sum).toBe(4);
  });
});
