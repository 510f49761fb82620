/** Tests of playing schedules: each kind of step has its effect, at its time, in a real world. */

import { describe, expect, test } from "@jest/globals";
import { FaultSetting, found } from "../../test/fault-setting.ts";
import { linesOf } from "../../test/process-in-world.ts";
import { type FaultStep, playSchedule, type Schedule } from "../index.ts";

describe("a step of a schedule", () => {
  test("crashes and starts a process", async () => {
    const setting = new FaultSetting();
    setting.play({ at: 10, do: "crash", node: "n1" }, { at: 20, do: "start", node: "n1" });
    await setting.until(9.999);
    expect([setting.process("n1").state, setting.process("n1").lives]).toEqual(["running", 1]);
    await setting.until(10);
    expect([setting.process("n1").state, setting.process("n2").state]).toEqual([
      ...["stopped", "running"],
    ]);
    await setting.until(20);
    expect([setting.process("n1").state, setting.process("n1").lives]).toEqual(["running", 2]);
  });

  test("pauses and resumes a process", async () => {
    const setting = new FaultSetting();
    setting.play({ at: 10, do: "pause", node: "n2" }, { at: 20, do: "resume", node: "n2" });
    await setting.until(10);
    expect([setting.process("n2").state, setting.process("n1").state]).toEqual([
      ...["paused", "running"],
    ]);
    await setting.until(20);
    expect(setting.process("n2").state).toBe("running");
  });

  test("splits the network, and heals it", async () => {
    const setting = new FaultSetting();
    const { partitions } = setting.network;
    setting.play({ at: 10, do: "partition", groups: [["n1", "n2"], ["n3"]] });
    setting.play({ at: 20, do: "heal" });
    await setting.until(9);
    expect(partitions.isCut(1, 3)).toBe(false);
    await setting.until(10);
    expect([partitions.isCut(1, 3), partitions.isCut(3, 2), partitions.isCut(1, 2)]).toEqual([
      ...[true, true, false],
    ]);
    await setting.until(20);
    expect(partitions.isCut(1, 3)).toBe(false);
  });

  test("cuts one direction, or both", async () => {
    const setting = new FaultSetting();
    const { partitions } = setting.network;
    setting.play(
      { at: 1, do: "cut", from: "n1", to: "n2" },
      { at: 1, do: "cut", from: "n2", to: "n3", both: false },
      { at: 1, do: "cut", from: "n3", to: "n1", both: true },
    );
    await setting.until(1);
    const cuts = [1, 2, 3].flatMap((from) =>
      [1, 2, 3].filter((to) => partitions.isCut(from, to)).map((to) => `${from}>${to}`),
    );
    expect(cuts).toEqual(["1>2", "1>3", "2>3", "3>1"]);
  });

  test("makes some links worse, and mends all", async () => {
    const setting = new FaultSetting();
    const { links } = setting.network;
    const good = links.of("n1", "n2");
    setting.play(
      { at: 1, do: "links", loss: 0.5 },
      { at: 2, do: "links", from: "n1", delayMs: [3, 4] },
      { at: 3, do: "links", from: "n1", to: "n2", duplicate: 0.1, reorder: 0.2 },
      { at: 4, do: "mend-links" },
    );
    await setting.until(3);
    const all = { ...good, loss: 0.5 };
    expect(links.of("n3", "n1")).toEqual(all);
    expect(links.of("n1", "n3")).toEqual({ ...all, delayMs: [3, 4] });
    expect(links.of("n1", "n2")).toEqual({
      ...all,
      ...{ delayMs: [3, 4], duplicate: 0.1, reorder: 0.2 },
    });
    await setting.until(4);
    expect(links.of("n1", "n2")).toEqual(good);
  });

  test("makes a clock go wrong, and what it leaves out stays", async () => {
    const setting = new FaultSetting();
    setting.play(
      { at: 0, do: "clock", node: "n1", rate: 2 },
      { at: 10, do: "clock", node: "n1", skewMs: 1000 },
      { at: 20, do: "clock", node: "n1", rate: 1 },
    );
    await setting.until(30);
    const { clock } = found(setting.contexts.get("n1"));
    const right = found(setting.contexts.get("n2")).clock;
    expect([clock.monotonicMs(), right.monotonicMs()]).toEqual([50, 30]);
    expect(clock.nowMs() - right.nowMs()).toBe(1020);
  });

  test("makes a disk slow, full, and good again", async () => {
    const setting = new FaultSetting();
    setting.play(
      { at: 10, do: "disk", node: "n1", writeMs: [7, 7] },
      { at: 20, do: "disk", node: "n1", isFull: true },
      { at: 30, do: "disk", node: "n1", isFull: false },
    );
    await setting.until(1);
    expect(await setting.write("n1")).toBe("ok after 1 ms");
    await setting.until(10);
    expect([await setting.write("n1"), await setting.write("n2")]).toEqual([
      ...["ok after 7 ms", "ok after 1 ms"],
    ]);
    await setting.until(20);
    expect(await setting.write("n1")).toBe("sim/disk-full after 7 ms");
    await setting.until(30);
    expect(await setting.write("n1")).toBe("ok after 7 ms");
  });

  test("lets the next writes of a disk fail, or all, or no more of them", async () => {
    const setting = new FaultSetting();
    setting.play(
      { at: 10, do: "disk", node: "n1", failNext: 2 },
      { at: 20, do: "disk", node: "n1", failRate: 1 },
      { at: 30, do: "disk", node: "n1", failRate: 0, failNext: 3 },
      { at: 40, do: "disk", node: "n1", failNext: 0 },
    );
    const ends = async (count: number): Promise<string[]> => {
      const codes: string[] = [];
      while (codes.length < count) codes.push((await setting.write("n1")).split(" ")[0] ?? "");
      return codes;
    };
    await setting.until(10);
    expect(await ends(3)).toEqual(["engine/io", "engine/io", "ok"]);
    await setting.until(20);
    expect(await ends(3)).toEqual(["engine/io", "engine/io", "engine/io"]);
    await setting.until(30);
    expect(await ends(1)).toEqual(["engine/io"]);
    await setting.until(40);
    expect(await ends(2)).toEqual(["ok", "ok"]);
  });

  test("asks the system under test", async () => {
    const setting = new FaultSetting();
    const ask = { at: 5, do: "ask", what: "lead", node: "n2" } as const;
    setting.play(ask);
    await setting.until(4);
    expect(setting.asks).toEqual([]);
    await setting.until(5);
    expect(setting.asks).toEqual([ask]);
  });

  test("fails the world if what is asked for fails, also later", async () => {
    for (const onAsk of [
      () => {
        throw new Error("no");
      },
      () => Promise.reject(new Error("no")),
    ]) {
      const setting = new FaultSetting();
      playSchedule([{ at: 5, do: "ask", what: "lead", node: "n2" }], { ...setting.targets, onAsk });
      const verdict = await setting.world.run();
      expect(verdict.kind).toBe("failed");
      expect(setting.world.failure?.message).toContain("no");
    }
  });
});

describe("playSchedule()", () => {
  test("has a line of the trace for each step, at its node and time", async () => {
    const setting = new FaultSetting();
    setting.play({ at: 10, do: "crash", node: "n1" }, { at: 12.5, do: "heal" });
    await setting.until(20);
    expect(linesOf(setting.lines, "fault")).toEqual([
      "n1     fault     crash n1",
      "-      fault     heal all partitions and cuts",
    ]);
    expect(linesOf(setting.lines, "crash")).toEqual(["n1     crash     #1"]);
    const times = setting.lines
      .filter((line) => line.includes(" fault "))
      .map((line) => line.slice(9, 22).trim());
    expect(times).toEqual(["10.000", "12.500"]);
  });

  test("lets steps whose time has passed happen at once, in their order", async () => {
    const setting = new FaultSetting();
    await setting.world.play("a while", () => setting.world.after(50));
    setting.play(
      { at: 10, do: "crash", node: "n1" },
      { at: 20, do: "start", node: "n1" },
      { at: 30, do: "pause", node: "n1" },
    );
    await setting.until(50);
    expect([setting.process("n1").lives, setting.process("n1").state]).toEqual([2, "paused"]);
  });

  test("keeps the order of steps at the same time", async () => {
    const setting = new FaultSetting();
    setting.play(
      { at: 10, do: "start", node: "n1" },
      { at: 10, do: "crash", node: "n1" },
      { at: 10, do: "start", node: "n2" },
      { at: 10, do: "crash", node: "n2" },
      { at: 10, do: "start", node: "n2" },
    );
    await setting.until(10);
    const states = [...setting.processes.values()].map(({ state, lives }) => `${state} ${lives}`);
    expect(states).toEqual(["stopped 1", "running 2", "running 1"]);
  });

  test("does nothing where there is no network, no disk and nobody to ask", async () => {
    const { world, processes } = new FaultSetting();
    const schedule: Schedule = [
      { at: 1, do: "partition", groups: [["n1"], ["n2"]] },
      { at: 1, do: "cut", from: "n1", to: "n2", both: true },
      { at: 1, do: "heal" },
      { at: 1, do: "links", loss: 1 },
      { at: 1, do: "mend-links" },
      { at: 1, do: "disk", node: "n1", failNext: 1 },
      { at: 1, do: "ask", what: "lead", node: "n1" },
      { at: 1, do: "crash", node: "n3" },
    ];
    playSchedule(schedule, { world, processes });
    expect((await world.run()).kind).toBe("done");
    expect(processes.get("n3")?.state).toBe("stopped");
  });

  for (const { step, words } of [
    { step: { at: 1, do: "crash", node: "n4" }, words: '"crash n4" is about n4' },
    { step: { at: 1, do: "resume", node: "1" }, words: '"resume 1" is about 1' },
    {
      step: { at: 1, do: "clock", node: "n4", rate: 2 },
      words: '"clock of n4 rate 2" is about n4',
    },
    {
      step: { at: 1, do: "disk", node: "n5", failNext: 1 },
      words: '"disk of n5 failNext 1" is about n5',
    },
    {
      step: { at: 1, do: "ask", what: "lead", node: "n4" },
      words: '"ask n4: lead" is about n4',
    },
    {
      step: {
        at: 1,
        do: "partition",
        groups: [
          ["n1", "n2"],
          ["n3", "n4", "n5"],
        ],
      },
      words: '"partition n1,n2 | n3,n4,n5" is about n4',
    },
    { step: { at: 1, do: "cut", from: "n1", to: "n4" }, words: '"cut n1 > n4" is about n4' },
    { step: { at: 1, do: "cut", from: "n4", to: "n1" }, words: '"cut n4 > n1" is about n4' },
    {
      step: { at: 1, do: "links", to: "n4", loss: 1 },
      words: '"links * > n4 loss 1" is about n4',
    },
  ] as const satisfies readonly { readonly step: FaultStep; readonly words: string }[]) {
    test(`refuses ${words}, before anything is scheduled`, () => {
      const setting = new FaultSetting();
      const before = setting.world.scheduled;
      const play = (): void => setting.play({ at: 1, do: "crash", node: "n1" }, step);
      const message = `sim/unknown-node: ${words}; there are n1, n2, n3`;
      expect(play).toThrow(expect.objectContaining({ code: "sim/unknown-node", message }));
      expect(setting.world.scheduled).toBe(before);
    });
  }
});
