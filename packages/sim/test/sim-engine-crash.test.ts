/** Engines on a simulated disk: what a crash takes and leaves, and what a process finds again. */

import { describe, expect, test } from "@jest/globals";
import { Incarnation, type ProcessContext, SimProcess } from "../src/index.ts";
import { EMPTY, keysOf, Machine, put, SYNCED, valueOf, watch } from "./engine-machine.ts";

describe("a crash", () => {
  test("at any time leaves exactly what was acknowledged, in the order of the calls", async () => {
    const counts = new Set<number>();
    for (let seed = 0; seed < 40; seed += 1) {
      const machine = new Machine({ seed, quality: { writeMs: [0.5, 3] } });
      await machine.play("a crash among writes", async () => {
        const { life, engine } = await machine.begin();
        const acknowledged: number[] = [];
        const gaps = machine.world.random("gaps");
        const write = (key: number): Promise<unknown> =>
          engine.write([put(key)], SYNCED).then(() => acknowledged.push(key));
        for (let key = 0; key < 20; key += 1) {
          void write(key);
          if (key % 3 === 2) await machine.world.after(gaps.below(3));
        }
        await machine.world.after(seed / 10);
        life.end();
        await machine.world.after(50);
        const second = await machine.begin();
        expect(await keysOf(second.engine)).toEqual(acknowledged);
        counts.add(acknowledged.length);
      });
    }
    expect(counts.size).toBeGreaterThan(3);
  });

  test("makes the path free, and ends what was open on it", async () => {
    const machine = new Machine();
    await machine.play("a crash and a restart", async () => {
      const first = await machine.begin();
      await first.engine.write([put(1)], SYNCED);
      first.engine.readView().iterator("default");
      await expect(machine.begin()).rejects.toMatchObject({ code: "engine/locked" });
      first.life.end();
      const second = await machine.begin();
      expect(await keysOf(second.engine)).toEqual([1]);
      expect(second.engine.usage()).toEqual({ openReadViews: 0, openIterators: 0 });
      await expect(machine.begin()).rejects.toMatchObject({ code: "engine/locked" });
    });
  });

  test("leaves an engine that does nothing and answers nothing", async () => {
    const machine = new Machine({ engine: { readMs: [1, 1] } });
    await machine.play("an engine of an ended life", async () => {
      const { life, engine } = await machine.begin();
      await engine.write([put(1)], SYNCED);
      const view = engine.readView();
      const iterator = view.iterator("default");
      const readingAtTheEnd = watch(view.get("default", Buffer.of(1)));
      life.end();
      const second = await machine.begin();
      const { scheduled } = machine.world;
      const calls = [
        engine.write([put(2)], SYNCED),
        engine.write([{ type: "delete", cf: "no such family", key: EMPTY }], SYNCED),
        engine.get("default", Buffer.of(1)),
        engine.deleteRange("default", {}, SYNCED),
        engine.approximateSize("default", {}),
        machine.engines.during(life).open("/other"),
        iterator.seek(EMPTY),
        iterator.close(),
        view.close(),
        engine.close(),
      ].map(watch);
      await machine.world.after(100);
      // The sleep, and nothing of theirs.
      expect(machine.world.scheduled).toBe(scheduled + 1);
      const states = [readingAtTheEnd, ...calls].map(({ state }) => state);
      expect(new Set(states)).toEqual(new Set(["open"]));
      expect(await keysOf(second.engine)).toEqual([1]);
      await expect(machine.begin()).rejects.toMatchObject({ code: "engine/locked" });
    });
  });

  test("while the engine is being closed or opened leaves the path free as well", async () => {
    const machine = new Machine();
    await machine.play("crashes at the door", async () => {
      const closing = await machine.begin();
      const writing = watch(closing.engine.write([put(1)], SYNCED));
      const closed = watch(closing.engine.close());
      await machine.world.after(1);
      closing.life.end();
      const opening = new Incarnation(machine.world, 9);
      const opened = watch(machine.engines.during(opening).open("/data"));
      opening.end();
      const { engine } = await machine.begin();
      await machine.world.after(20);
      expect([writing.state, closed.state, opened.state]).toEqual(["open", "open", "open"]);
      await engine.write([put(2)], SYNCED);
      expect(await keysOf(engine)).toEqual([2]);
    });
  });
});

describe("a process with an engine", () => {
  /** Counts its lives in its engine, and closes that when it is asked to stop. */
  function counter(machine: Machine): SimProcess {
    return new SimProcess(machine.world, 1, async (context: ProcessContext) => {
      const engine = await machine.engines.during(context.life).open("/data");
      const lives = ((await valueOf(engine, 0)) ?? 0) + 1;
      await engine.write([put(0, lives)], SYNCED);
      context.note(`counted ${lives}`);
      return () => engine.close();
    });
  }

  /** What a fresh life finds. */
  async function counted(machine: Machine): Promise<number | undefined> {
    return valueOf((await machine.begin()).engine, 0);
  }

  test("finds after a crash and after a stop what is durable", async () => {
    const machine = new Machine();
    const process = counter(machine);
    await machine.play("three lives", async () => {
      process.start();
      await machine.world.after(6);
      process.restart();
      await machine.world.after(2);
      // The second life has not counted itself yet.
      process.restart();
      await machine.world.after(12);
      await process.stop();
      expect([process.lives, await counted(machine)]).toEqual([3, 2]);
    });
  });

  test("that is paused has its write later", async () => {
    const machine = new Machine();
    const process = counter(machine);
    const lines: string[] = [];
    await machine.play("a pause", async () => {
      process.start();
      await machine.world.after(1);
      process.pause();
      await machine.world.after(50);
      lines.push(...machine.world.trace.last().filter((line) => line.includes("counted")));
      expect(lines).toEqual([]);
      process.resume();
      await machine.world.after(1);
      await process.stop();
      expect(await counted(machine)).toBe(1);
    });
  });

  test("that is paused has the answer to a read later", async () => {
    const machine = new Machine({ engine: { readMs: [1, 1] } });
    await machine.play("a pause in a read", async () => {
      const { life, engine } = await machine.begin();
      const reading = watch(valueOf(engine, 1));
      life.pause();
      await machine.world.after(5);
      expect(reading.state).toBe("open");
      life.resume();
      await machine.world.after(0);
      expect(reading.state).toBe("done");
    });
  });

  test("is the same for the same seed, line by line", async () => {
    const trace = async (seed: number): Promise<string[]> => {
      const lines: string[] = [];
      const sinks = [(line: string) => void lines.push(line)];
      const quality = { writeMs: [0.1, 4], failRate: 0.2 } as const;
      const machine = new Machine({ seed, quality, engine: { readMs: [0, 1] }, sinks });
      await machine.play("random keys", async () => {
        const { engine } = await machine.begin();
        for (let key = 0; key < 30; key += 1) {
          watch(engine.write([put(key)], SYNCED));
          if (key % 4 === 0) await keysOf(engine);
        }
        await machine.world.after(20);
      });
      return lines;
    };
    const [one, two, other] = [await trace(5), await trace(5), await trace(6)];
    expect(one.length).toBeGreaterThan(20);
    expect(two).toEqual(one);
    expect(other).not.toEqual(one);
  });
});
