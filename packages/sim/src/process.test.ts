/** Tests of processes: how lives begin and end, and what is left of one in the next. */

import { describe, expect, test } from "@jest/globals";
import { linesOf, processOf } from "../test/process-in-world.ts";
import {
  never,
  type ProcessContext,
  type ProcessMain,
  SimNetwork,
  SimProcess,
  type StopProcess,
  World,
  whileAlive,
} from "./index.ts";

describe("a process", () => {
  test("begins in an event of its own, not within start()", async () => {
    let lives = 0;
    const { world, process, lines } = processOf(() => void (lives += 1));
    expect([process.state, process.lives, process.node]).toEqual(["stopped", 0, "n1"]);
    process.start();
    expect([process.state, process.lives, lives]).toEqual(["running", 1, 0]);
    await world.run();
    expect(lives).toBe(1);
    expect(linesOf(lines, "start")).toEqual(["n1     start     #1"]);
  });

  test("that runs is not started again", async () => {
    let lives = 0;
    const { world, process } = processOf(() => void (lives += 1));
    process.start();
    process.start();
    await world.run();
    process.start();
    await world.run();
    expect([lives, process.lives]).toEqual([1, 1]);
  });

  test("has another random stream in each life, the same in each world", async () => {
    const draw = async (): Promise<number[]> => {
      const drawn: number[] = [];
      const { world, process } = processOf(({ random }) => void drawn.push(random.nextUint32()));
      for (let life = 0; life < 3; life += 1) {
        process.restart();
        await world.run();
      }
      return drawn;
    };
    const drawn = await draw();
    expect(new Set(drawn).size).toBe(3);
    expect(await draw()).toEqual(drawn);
  });

  test("draws in one life what it draws, however much it drew in the life before", async () => {
    const secondDraws = async (count: number): Promise<number[]> => {
      const drawn: number[] = [];
      const { world, process } = processOf(({ random, life }) => {
        for (let left = life.number === 1 ? count : 3; left > 0; left -= 1) {
          drawn.push(random.nextUint32());
        }
      });
      process.start();
      await world.run();
      process.restart();
      await world.run();
      return drawn.slice(count);
    };
    expect(await secondDraws(1)).toEqual(await secondDraws(10));
  });

  test("fails the world with what its main function throws, now or later", async () => {
    for (const main of [
      () => {
        throw new Error("at once");
      },
      async ({ world }: ProcessContext) => {
        await world.after(5);
        throw new Error("later");
      },
    ] satisfies ProcessMain[]) {
      const { world, process } = processOf(main);
      process.start();
      expect(await world.run()).toMatchObject({ kind: "failed" });
      expect(world.failure?.facts.reason).toMatch(/at once|later/);
    }
  });

  test("has a clock that stays wrong over its crash", async () => {
    const starts: number[] = [];
    const { world, process } = processOf(({ clock }) => void starts.push(clock.monotonicMs()));
    process.setClock({ rate: 3 });
    process.start();
    await world.run({ untilMs: 10 });
    process.restart();
    await world.run();
    expect(starts).toEqual([0, 30]);
  });
});

describe("a process that is stopped", () => {
  /** A process that takes 20 ms to stop. */
  function slowToStop(): ReturnType<typeof processOf> & { ends: number[] } {
    const ends: number[] = [];
    const setting = processOf(({ clock, world }): StopProcess => {
      return () =>
        new Promise((resolve) => {
          clock.setTimer(20, () => {
            ends.push(world.nowMs);
            resolve();
          });
        });
    });
    setting.process.start();
    return { ...setting, ends };
  }

  test("does what it has to for it, and has ended only then", async () => {
    const { world, process, ends, lines } = slowToStop();
    await world.play("a stop", async () => {
      await world.after(5);
      const end = process.stop();
      await world.after(19);
      expect([process.state, ends]).toEqual(["running", []]);
      await end;
      expect([process.state, process.life, ends]).toEqual(["stopped", undefined, [25]]);
    });
    const stops = ["n1     stop      #1 begins", "n1     stop      #1 has ended"];
    expect(linesOf(lines, "stop")).toEqual(stops);
    expect(world.waits.size).toBe(0);
  });

  test("is at its end at once if there is nothing to do for it", async () => {
    const { world, process } = processOf(() => undefined);
    process.start();
    await world.play("a stop", async () => {
      await world.after(1);
      await process.stop();
      await process.stop();
      expect([process.state, world.nowMs]).toEqual(["stopped", 1]);
    });
  });

  test("can crash in between, which ends the stop as well", async () => {
    const { world, process, ends } = slowToStop();
    await world.play("a crash", async () => {
      await world.after(5);
      const end = process.stop();
      await world.after(10);
      process.crash();
      await end;
      expect(world.nowMs).toBe(15);
      process.start();
      await world.after(100);
    });
    expect([ends, process.state, process.lives]).toEqual([[], "running", 2]);
    expect(world.waits.size).toBe(0);
  });

  test("is waited for by name, if it never ends", async () => {
    const { world, process } = processOf(() => () => never());
    process.start();
    const scene = async (): Promise<void> => {
      await world.after(1);
      await process.stop();
    };
    await expect(world.play("a stop", scene)).rejects.toThrow(
      /sim\/deadlock.*[^]*n1 waits for its own orderly stop, since 1\.000 ms/,
    );
  });

  test("goes on living if it cannot stop, and tells why", async () => {
    const { world, process } = processOf(() => () => Promise.reject(new Error("cannot")));
    process.start();
    await world.play("a stop", async () => {
      await world.after(1);
      await expect(process.stop()).rejects.toThrow("cannot");
    });
    expect([process.state, world.waits.size]).toEqual(["running", 0]);
  });

  test("does not stop in the way of an earlier life that was still beginning", async () => {
    const stops: number[] = [];
    const { world, process } = processOf(async ({ life }) => {
      await world.after(5);
      return () => void stops.push(life.number);
    });
    process.start();
    await world.play("two lives", async () => {
      await world.after(3);
      process.restart();
      await world.after(3);
      await process.stop();
    });
    expect([stops, process.state]).toEqual([[], "stopped"]);
  });

  test("does not stop in the way of an earlier life", async () => {
    const stops: number[] = [];
    const { world, process } = processOf(({ life }) => {
      return life.number === 1 ? () => void stops.push(1) : undefined;
    });
    process.start();
    await world.play("two lives", async () => {
      await world.after(1);
      process.restart();
      await world.after(1);
      await process.stop();
    });
    expect([stops, process.state]).toEqual([[], "stopped"]);
  });
});

describe("a process that ends itself", () => {
  test("is gone from that moment, and says with which code", async () => {
    const seen: string[] = [];
    const { world, process, lines } = processOf((context) => {
      const { exit, clock } = context;
      clock.setTimer(5, () => seen.push("timer"));
      exit(3);
      exit(4);
      clock.setTimer(5, () => seen.push("timer of the dead"));
      context.note("said by the dead");
      expect(process.state).toBe("stopped");
    });
    process.start();
    await world.run();
    expect(seen).toEqual([]);
    expect(linesOf(lines, "exit")).toEqual(["n1     exit      code 3"]);
    expect(linesOf(lines, "note")).toEqual([]);
  });

  test("fails nothing by what it throws afterwards", async () => {
    const { world, process } = processOf(({ exit }) => {
      exit(1);
      throw new Error("too late");
    });
    process.start();
    expect((await world.run()).kind).toBe("done");
  });

  test("cannot end the life after it", async () => {
    const exits: (() => void)[] = [];
    const { world, process } = processOf((context) => void exits.push(() => context.exit(1)));
    process.start();
    await world.run();
    process.restart();
    await world.run();
    exits[0]?.();
    expect([process.state, process.lives]).toEqual(["running", 2]);
    exits[1]?.();
    expect(process.state).toBe("stopped");
  });
});

describe("a process that crashes", () => {
  test("before it has begun never begins", async () => {
    let lives = 0;
    const { world, process } = processOf(() => void (lives += 1));
    process.start();
    process.crash();
    process.crash();
    await world.run();
    expect([lives, process.state, process.lives]).toEqual([0, "stopped", 1]);
  });

  test("hears nothing in its next life of what was sent before that", async () => {
    const heard: string[] = [];
    const world = new World({ seed: 1 });
    const network = new SimNetwork<string>(world, { delayMs: [10, 10] });
    const process = new SimProcess(world, 1, (context) => {
      const { life } = context;
      network.connect(context).onMessage((_, text) => heard.push(`${life.number}: ${text}`));
    });
    process.start();
    await world.play("a message on its way", async () => {
      const client = network.connectOutsider("client");
      await world.after(1);
      client.send(1, "to the first life");
      await world.after(5);
      process.restart();
      client.send(1, "to nobody");
      await world.after(1);
      client.send(1, "to the second life");
      await world.after(20);
    });
    expect(heard).toEqual(["2: to the second life"]);
  });

  test("fails nothing by what its code does afterwards, in a step of somebody else", async () => {
    let thrown = 0;
    const { world, process } = processOf(async () => {
      await world.after(10);
      thrown += 1;
      throw new Error("too late");
    });
    process.start();
    await world.play("a crash", async () => {
      await world.after(5);
      process.crash();
      await world.after(10);
    });
    expect(thrown).toBe(1);
  });

  test("waits for ever for what it awaits through whileAlive()", async () => {
    const seen: string[] = [];
    const { world, process } = processOf(({ life }) => {
      const say = (text: string) => (): void => void seen.push(`${life.number}: ${text}`);
      whileAlive(life, world.after(10)).then(say("came"), say("failed"));
      const failing = world.after(10).then(() => Promise.reject(new Error("no")));
      whileAlive(life, failing).then(say("came"), say("failed"));
    });
    process.start();
    await world.play("a crash", async () => {
      await world.after(5);
      process.restart();
      await world.after(20);
    });
    expect(seen).toEqual(["2: came", "2: failed"]);
  });
});
