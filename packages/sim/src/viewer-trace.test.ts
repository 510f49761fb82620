/** Tests of traces for a viewer: well-formed events, one row per node, bars that begin and end. */

import { describe, expect, test } from "@jest/globals";
import { SimProcess, ViewerTrace, World } from "./index.ts";
import type { TraceEntry, TraceKind } from "./trace.ts";

/** What stands in the file. */
interface FileEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly s?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

function entry(node: string, kind: TraceKind, atUs = 0): TraceEntry {
  return { step: 1, atUs, node, kind, detail: "x" };
}

function eventsOf(viewer: ViewerTrace): FileEvent[] {
  const file = JSON.parse(viewer.text()) as { displayTimeUnit: string; traceEvents: FileEvent[] };
  expect(Object.keys(file)).toEqual(["displayTimeUnit", "traceEvents"]);
  expect(file.displayTimeUnit).toBe("ms");
  return file.traceEvents;
}

/** The events of some lines. */
function fileOf(entries: readonly TraceEntry[]): FileEvent[] {
  const viewer = new ViewerTrace();
  for (const one of entries) viewer.sink(one);
  return eventsOf(viewer);
}

/** Beginnings and ends of bars: `B down 1 at 20`. */
function barsOf(events: readonly FileEvent[]): string[] {
  const bars = events.filter(({ ph }) => ph === "B" || ph === "E");
  return bars.map(({ ph, name, tid, ts }) => `${ph} ${name} ${tid} at ${ts}`);
}

/** The bars of what is done to one process in a world. */
async function barsOfWorld(
  scene: (process: SimProcess, world: World) => Promise<void>,
): Promise<string[]> {
  const viewer = new ViewerTrace();
  const world = new World({ seed: 1, trace: { entrySinks: [viewer.sink] } });
  const process = new SimProcess(world, 1, () => undefined);
  process.start();
  await world.play("a scene", async () => {
    await world.after(1);
    await scene(process, world);
  });
  return barsOf(eventsOf(viewer));
}

describe("a trace for a viewer", () => {
  test("without lines is a file without events", () => {
    expect(fileOf([])).toEqual([]);
    expect(new ViewerTrace().text()).toMatch(/^\{.*\}\n$/);
  });

  test("has a row for each node with its name, and a mark for each line", () => {
    const events = fileOf([
      { step: 1, atUs: 0, node: "n1", kind: "note", detail: "a" },
      { step: 2, atUs: 1500, node: "", kind: "fault", detail: () => "heal" },
      { step: 3, atUs: 2000, node: "n1", kind: "timer", detail: "b" },
    ]);
    expect(events).toEqual([
      { name: "thread_name", ph: "M", pid: 1, tid: 1, args: { name: "n1" } },
      {
        ...{ name: "note a", ph: "i", pid: 1, tid: 1, ts: 0, s: "t" },
        args: { step: 1, line: "       1         0.000  n1     note      a" },
      },
      { name: "thread_name", ph: "M", pid: 1, tid: 2, args: { name: "world" } },
      {
        ...{ name: "fault heal", ph: "i", pid: 1, tid: 2, ts: 1500, s: "t" },
        args: { step: 2, line: "       2         1.500  -      fault     heal" },
      },
      {
        ...{ name: "timer b", ph: "i", pid: 1, tid: 1, ts: 2000, s: "t" },
        args: { step: 3, line: "       3         2.000  n1     timer     b" },
      },
    ]);
  });

  test("names a mark by the beginning of a long line, and keeps all of it beside", () => {
    const detail = "é\n😀".repeat(50);
    const [, mark] = fileOf([{ ...entry("n1", "note"), detail }]);
    expect(mark?.name).toHaveLength(80);
    expect(mark?.args?.["line"]).toContain(detail.replaceAll("\n", "\\n"));
  });

  test("has a bar while a node is down, and while it stands still", () => {
    const events = fileOf([
      entry("n1", "start", 0),
      ...[entry("n1", "crash", 10), entry("n1", "start", 20)],
      ...[entry("n1", "pause", 30), entry("n1", "resume", 40)],
      ...[entry("n1", "exit", 50), entry("n1", "start", 60)],
    ]);
    expect(barsOf(events)).toEqual([
      ...["B down 1 at 10", "E down 1 at 20", "B paused 1 at 30", "E paused 1 at 40"],
      ...["B down 1 at 50", "E down 1 at 60"],
    ]);
  });

  test("has bars on the row of their node only", () => {
    const events = fileOf([
      ...[entry("n1", "crash", 10), entry("n2", "pause", 11), entry("n2", "resume", 12)],
      ...[entry("n2", "start", 13), entry("n1", "start", 14)],
    ]);
    expect(barsOf(events)).toEqual([
      ...["B down 1 at 10", "B paused 2 at 11", "E paused 2 at 12", "E down 1 at 14"],
    ]);
  });

  test("begins and ends no bar twice", () => {
    const kinds = ["resume", "start", "crash", "exit", "start", "start"] as const;
    const events = fileOf(kinds.map((kind, at) => entry("n1", kind, at)));
    expect(barsOf(events)).toEqual(["B down 1 at 2", "E down 1 at 4"]);
  });

  test("leaves a bar open for a node that is down at the end", () => {
    expect(barsOf(fileOf([entry("n1", "crash", 10)]))).toEqual(["B down 1 at 10"]);
  });

  test("leaves lines out when there are too many", () => {
    const viewer = new ViewerTrace();
    for (let count = 0; count < 200_010; count += 1) viewer.sink(entry("n1", "note", count));
    const events = eventsOf(viewer);
    expect(events).toHaveLength(200_000);
    expect(events.at(-1)?.ts).toBe(199_998);
  });
});

describe("a trace of a world, for a viewer", () => {
  test("shows a crash and a new life", async () => {
    const bars = await barsOfWorld(async (process, world) => {
      process.crash();
      await world.after(2);
      process.start();
      await world.after(1);
    });
    expect(bars).toEqual(["B down 1 at 1000", "E down 1 at 3000"]);
  });

  test("shows a node that crashes while it stands still as down, and then not", async () => {
    const bars = await barsOfWorld(async (process, world) => {
      process.pause();
      await world.after(1);
      process.crash();
      await world.after(1);
      process.start();
      await world.after(1);
      process.pause();
      await world.after(1);
      process.resume();
    });
    expect(bars).toEqual([
      ...["B paused 1 at 1000", "E paused 1 at 2000", "B down 1 at 2000", "E down 1 at 3000"],
      ...["B paused 1 at 4000", "E paused 1 at 5000"],
    ]);
  });

  test("shows a node that was asked to stop as down once it has", async () => {
    const bars = await barsOfWorld(async (process, world) => {
      await process.stop();
      await world.after(2);
      process.start();
      await world.after(1);
    });
    expect(bars).toEqual(["B down 1 at 1000", "E down 1 at 3000"]);
  });
});
