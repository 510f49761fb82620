/** The guard of determinism finds what the machine decides, and names the event and the place. */

import { readFile } from "node:fs/promises";
import { describe, expect, jest, test } from "@jest/globals";
import { checkDeterminism, type Scenario } from "../src/guard/check-determinism.ts";
import { describeDeterminism } from "../src/guard/describe-determinism.ts";
import type { Determinism, Difference, SameRuns } from "../src/guard/determinism.ts";
import { SimNetwork, SimProcess, type TraceSink, World } from "../src/index.ts";

/** A scenario of one scene. */
function scenarioOf(scene: (world: World) => Promise<void>): Scenario {
  return async (seed, sink) => {
    const world = new World({ seed, trace: { sinks: [sink] } });
    await world.play("a scene", () => scene(world));
  };
}

/** Lets something happen every millisecond, for as long as the run goes on. */
function keepBusy(world: World): void {
  const tick = (): void => {
    world.schedule(1000, { kind: "timer", node: "n1", detail: "tick", run: tick });
  };
  tick();
}

/** A message every millisecond over a bad link; what is lost is the seed's choice. */
async function pings(seed: number, sink: TraceSink): Promise<void> {
  const world = new World({ seed, trace: { sinks: [sink] } });
  const network = new SimNetwork<string>(world, { loss: 0.2, duplicate: 0.1, reorder: 0.3 });
  const pong = new SimProcess(world, "pong", (context) => {
    const transport = network.connect(context);
    transport.onMessage((from, text) => transport.send(from, `pong ${text}`));
  });
  pong.start();
  const client = network.connectOutsider("client");
  await world.play("forty pings", async () => {
    for (let n = 1; n <= 40; n += 1) {
      client.send("pong", `ping ${n}`);
      await world.after(1);
    }
  });
}

async function findSame(scenario: Scenario): Promise<SameRuns> {
  const result = await checkDeterminism(scenario, { seed: 7 });
  if (!result.isSame) throw new Error(describeDeterminism(result));
  return result;
}

async function findDifference(scenario: Scenario): Promise<Difference & { readonly text: string }> {
  const result: Determinism = await checkDeterminism(scenario, { seed: 7 });
  if (result.isSame) throw new Error(describeDeterminism(result));
  return { ...result, text: describeDeterminism(result) };
}

const HERE = /guard\.test\.ts:\d+:\d+/;

describe("two runs that depend on the seed only", () => {
  test("are the same", async () => {
    const result = await findSame(pings);
    expect(result).toMatchObject({ seed: 7, failure: undefined, ambient: [] });
    expect(result.isAmbientWatched).toBe(true);
    expect(result.lines).toBeGreaterThan(80);
    expect(describeDeterminism(result)).toBe(
      `two runs with seed 7 are the same: ${result.lines} lines`,
    );
  });

  test("do not count the run loop's own immediates, nor what others call meanwhile", async () => {
    let isOver = false;
    const draws: number[] = [];
    const drawOutside = (): void => {
      draws.push(Math.random());
      if (!isOver) setImmediate(drawOutside);
    };
    drawOutside();
    const result = await findSame(pings).finally(() => {
      isOver = true;
    });
    expect(draws.length).toBeGreaterThan(1);
    expect(result.ambient).toEqual([]);
  });

  test("say which failure they have in common", async () => {
    const scene = async (world: World): Promise<void> => {
      await world.after(3);
      throw new Error("two leaders in term 4");
    };
    const result = await findSame(scenarioOf(scene));
    expect(result.failure).toBe("sim/uncaught: two leaders in term 4");
    expect(describeDeterminism(result)).toMatch(/are the same.*both end with\n.*two leaders/);
  });

  test("tell of a call that made no difference this time", async () => {
    const scene = async (world: World): Promise<void> => {
      if (Math.random() >= 0) await world.after(1);
    };
    const [call, ...others] = (await findSame(scenarioOf(scene))).ambient;
    expect(call).toMatchObject({ name: "Math.random", count: 1 });
    expect(call?.place).toMatch(HERE);
    expect(others).toEqual([]);
  });

  test("must have a trace to compare", async () => {
    const silent: Scenario = async (seed) => {
      await new World({ seed }).play("nobody listens", () => undefined);
    };
    await expect(checkDeterminism(silent, { seed: 7 })).rejects.toThrow("sim/empty-trace seed=7");
  });
});

describe("a scenario that asks the machine", () => {
  test("for the time, in a delay, is caught at the event that comes at another time", async () => {
    let nowMs = 0;
    const clock = jest.spyOn(Date, "now").mockImplementation(() => {
      nowMs += 10;
      return nowMs;
    });
    const scene = async (world: World): Promise<void> => {
      await world.after(1);
      await world.after(Date.now(), "n1");
    };
    const found = await findDifference(scenarioOf(scene)).finally(() => clock.mockRestore());
    expect(found).toMatchObject({ firstLine: 3, ends: [undefined, undefined] });
    expect(found.one).toMatch(/11\.000 {2}n1 +sleep +after 10 ms$/);
    expect(found.other).toMatch(/21\.000 {2}n1 +sleep +after 20 ms$/);
    expect(found.linesBefore.map((line) => line.trim().split(/ {2,}/).at(-1))).toEqual([
      expect.stringContaining("a scene"),
      expect.stringContaining("after 1 ms"),
    ]);
    expect(found.ambient).toMatchObject([{ name: "Date.now", count: 1, first: 2, last: 2 }]);
    expect(found.text).toMatch(/^two runs with seed 7 differ from line 3 of their traces on\n/);
    expect(found.text).toMatch(/line 3 of the first run:\n.*after 10 ms\n.*second run:\n.*20 ms/);
    expect(found.text).toMatch(/The cause, as far as can be told: Date\.now at .*guard\.test\.ts:/);
  });

  test("for chance, in a choice, is caught at the choice", async () => {
    const peers = ["n2", "n3", "n4", "n5"];
    const scene = async (world: World): Promise<void> => {
      const choose = (): string => peers[Math.floor(Math.random() * peers.length)] ?? "";
      // Sixty-four choices of four: that two runs choose alike does not happen.
      for (let n = 1; n <= 64; n += 1) {
        await world.after(1);
        world.note("note", "n1", `asks ${choose()}`);
      }
    };
    const found = await findDifference(scenarioOf(scene));
    expect(found.one).toMatch(/n1 +note +asks n\d$/);
    expect(found.other).toMatch(/n1 +note +asks n\d$/);
    expect(found.one).not.toBe(found.other);
    expect(found.text).toContain(found.one);
    expect(found.ambient).toHaveLength(1);
    expect(found.ambient[0]).toMatchObject({ name: "Math.random", last: found.firstLine - 1 });
    expect(found.text).toMatch(/The cause, as far as can be told: Math\.random at .*guard\.test/);
  });

  test("before the difference and after it is caught by the call before it", async () => {
    const scene = async (world: World): Promise<void> => {
      performance.now();
      await world.after(1);
      world.note("note", "n1", crypto.randomUUID());
      new Date().getTime();
      await world.after(1);
    };
    const found = await findDifference(scenarioOf(scene));
    expect(found.ambient.map(({ name }) => name)).toEqual(["crypto.randomUUID", "performance.now"]);
    expect(found.text).toMatch(/One of these is the cause.*\n +crypto\.random.*\n +performance/);
    expect(found.text).not.toContain("Date");
  });

  test("in the first run only, for what it keeps, is caught all the same", async () => {
    let kept: string | undefined;
    const scene = async (world: World): Promise<void> => {
      const isNew = kept === undefined;
      kept ??= crypto.randomUUID();
      await world.after(1);
      world.note("note", "n1", isNew ? `makes ${kept}` : `has ${kept}`);
    };
    const found = await findDifference(scenarioOf(scene));
    expect(found.ambient).toMatchObject([{ name: "crypto.randomUUID", first: 1 }]);
  });

  test("leaves every function as it was, also if it throws", async () => {
    const found = (): unknown[] => [Date, Date.now, Math.random, setTimeout, process.hrtime];
    const before = found();
    const fails = scenarioOf(async () => {
      throw new Error("no");
    });
    expect((await findSame(fails)).failure).toBe("sim/uncaught: no");
    expect(found().every((value, at) => value === before[at])).toBe(true);
    expect(Object.hasOwn(performance, "now")).toBe(false);
  });
});

describe("a scenario that waits for the machine", () => {
  test("by a real timer is caught when its code acts on the world", async () => {
    const scene = async (world: World): Promise<void> => {
      keepBusy(world);
      await new Promise((resolve) => setImmediate(resolve));
      await world.after(1);
    };
    const found = await findDifference(scenarioOf(scene));
    expect(found.outside?.run).toBe("first");
    expect(found.outside?.place).toMatch(HERE);
    expect(found.ends[0]).toMatch(/^sim\/outside-step.* what=sleep step=\d+$/);
    expect(found.text).toMatch(/code acted on the world between two of its steps\n.*outside-step/);
    expect(found.text).toMatch(/The cause, as far as can be told: setImmediate at .*guard\.test/);
  });

  test("by reading a file is caught too, although nobody asked for time or chance", async () => {
    const scene = async (world: World): Promise<void> => {
      keepBusy(world);
      const text = await readFile(new URL(import.meta.url), "utf8");
      world.note("note", "n1", `read ${text.length} characters`);
    };
    const found = await findDifference(scenarioOf(scene));
    expect(found.outside).toMatchObject({ run: "first" });
    expect(found.outside?.place).toMatch(HERE);
    expect(found.ambient).toEqual([]);
    expect(found.text).toMatch(/resumed by something that is not the world's: a file/);
    expect(found.text).toMatch(/It acted at .*guard\.test\.ts:\d+:\d+\n/);
    expect(found.text).toContain("asked for no time, chance or timer before that.");
  });

  test("is caught even if both runs happen to agree", async () => {
    const verdict = "      64        64.000  -      verdict   sim/outside-step what=sleep step=64";
    const lines = ["one", "two", verdict, "another world's"];
    const found = await findDifference(async (_, sink) => lines.forEach(sink));
    expect(found).toMatchObject({ firstLine: 3, one: verdict, other: verdict });
    expect(found.linesBefore).toEqual(["one", "two"]);
    expect(found.text).toMatch(/^two runs with seed 7 agree by luck: .* from outside, in line 3\n/);
  });

  test("while nothing else goes on is a deadlock, and is told what that may be", async () => {
    const scene = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
    };
    const result = await findSame(scenarioOf(scene));
    expect(result.failure).toMatch(/^sim\/deadlock: /);
    const text = describeDeterminism(result);
    expect(text).toMatch(/a timer of the machine\n +that is awaited in it looks like this/);
    expect(text).toMatch(
      /cause, as far as can be told: setImmediate at .*guard\.test\.ts:\d+:\d+$/,
    );
  });
});

/** Outlives the runs, as a counter of a module does. */
let lastRequest = 0;

describe("a scenario with a memory", () => {
  test("is caught at the first event that differs, and nobody is accused", async () => {
    const scene = async (world: World): Promise<void> => {
      const waiting = new Map<string, () => void>();
      for (const node of ["n1", "n2", "n3"]) {
        lastRequest += 1;
        // The order of the keys is another one for requests 4 to 6.
        const key = String(lastRequest % 4);
        waiting.set(key, () => world.note("note", node, `is answered ${key}`));
      }
      await world.after(1);
      for (const answer of [...waiting].sort(([a], [b]) => (a < b ? -1 : 1))) answer[1]();
    };
    const found = await findDifference(scenarioOf(scene));
    expect(found.firstLine).toBe(3);
    expect(found.one).toMatch(/n1 +note +is answered 1$/);
    expect(found.other).toMatch(/n1 +note +is answered 0$/);
    expect(found.ambient).toEqual([]);
    expect(found.text).toContain(found.one);
    expect(found.text).toMatch(/asked for no time.*look for what\n +outlives a run \(a counter/);
  });

  test("that goes on for longer the second time is caught after the last line", async () => {
    let runs = 0;
    const scene = async (world: World): Promise<void> => {
      runs += 1;
      for (let n = 1; n <= runs; n += 1) await world.after(n);
    };
    const found = await findDifference(scenarioOf(scene));
    expect(found).toMatchObject({ firstLine: 3, one: undefined });
    expect(found.other).toMatch(/after 2 ms$/);
    expect(found.text).toContain("(there is none: the trace has ended)");
  });

  test("that only changes how it ends is caught", async () => {
    let runs = 0;
    const found = await findDifference(async (_, sink) => {
      sink("the only line");
      runs += 1;
      if (runs === 2) throw new Error("already there");
    });
    expect(found).toMatchObject({ firstLine: 2, one: undefined, other: undefined });
    expect(found.ends).toEqual([undefined, "already there"]);
    expect(found.text).toMatch(/have the same trace, and end in different ways/);
    expect(found.text).toMatch(/the first run: ended well\n +the second run: already there/);
  });
});
