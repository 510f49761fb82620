/** Tests of drawn schedules: what they follow from, how often faults come, that all is mended. */

import { describe, expect, test } from "@jest/globals";
import { seededRandom } from "@tinykv/runtime/real";
import fc from "fast-check";
import { expectRate } from "../../test/expect-rate.ts";
import type { FaultStep, Schedule } from "./fault.ts";
import { calm, type FaultProfile, type FaultRates, randomSchedule } from "./random-schedule.ts";
import { formatSchedule, parseSchedule } from "./schedule-file.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = seed === undefined ? {} : { seed: Number(seed) };

const NODES = ["n1", "n2", "n3"];

/** Whether a step is a fault of a kind, and not its repair. */
const isFaultOf: Readonly<Record<keyof FaultRates, (step: FaultStep) => boolean>> = {
  partition: (step) => step.do === "partition",
  isolate: (step) => step.do === "partition",
  cut: (step) => step.do === "cut",
  crash: (step) => step.do === "crash",
  pause: (step) => step.do === "pause",
  clock: (step) => step.do === "clock" && step.rate !== 1,
  diskFailure: (step) => step.do === "disk" && step.failNext === 1,
  badLinks: (step) => step.do === "links",
};
const kinds = Object.keys(isFaultOf) as (keyof FaultRates)[];
const ALL: FaultRates = Object.fromEntries(kinds.map((kind) => [kind, 0.4]));

function draw(start: number, profile: Partial<FaultProfile> = {}): Schedule {
  const whole = { nodes: NODES, stormMs: 20_000, rates: ALL, ...profile };
  return randomSchedule(seededRandom(start), whole);
}

/** What of a schedule comes before its end. */
function stormOf(schedule: Schedule, stormMs = 20_000): Schedule {
  return schedule.filter(({ at }) => at < stormMs);
}

/** Whether all of `part` is in `whole`, in this order. */
function isWithin(part: Schedule, whole: Schedule): boolean {
  const texts = whole.map((step) => JSON.stringify(step));
  let from = 0;
  return part.every((step) => {
    from = texts.indexOf(JSON.stringify(step), from) + 1;
    return from > 0;
  });
}

/** What is still broken after a schedule. */
function brokenAfter(schedule: Schedule): Set<string> {
  const broken = new Set<string>();
  const mark = (what: string, isBroken: boolean): void => {
    if (isBroken) broken.add(what);
    else broken.delete(what);
  };
  for (const step of schedule) {
    if (step.do === "partition" || step.do === "cut") mark("network", true);
    else if (step.do === "heal") mark("network", false);
    else if (step.do === "links") mark("links", true);
    else if (step.do === "mend-links") mark("links", false);
    else if (step.do === "crash" || step.do === "start") {
      mark(`life of ${step.node}`, step.do === "crash");
    } else if (step.do === "pause" || step.do === "resume") {
      mark(`pace of ${step.node}`, step.do === "pause");
    } else if (step.do === "clock") mark(`clock of ${step.node}`, step.rate !== 1);
    else if (step.do === "disk") mark(`disk of ${step.node}`, step.failNext !== 0);
  }
  return broken;
}

/**
 * Expects that something came as often as it should, in so many storms. The pauses between two are
 * uniform, up to twice their mean: a storm has a third of one less than its time would hold, with
 * a variance of a third of that.
 */
function expectCount(
  count: number,
  of: { readonly perSecond: number; readonly seconds: number; readonly times: number },
): void {
  const inOne = of.perSecond * of.seconds;
  const band = 5 * Math.sqrt((of.times * inOne) / 3);
  expect(Math.abs(count - of.times * (inOne - 1 / 3))).toBeLessThan(band);
}

const starts = fc.nat();
const rates = fc.record(
  Object.fromEntries(
    kinds.map((kind) => [
      kind,
      fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 3, noNaN: true })),
    ]),
  ),
) as fc.Arbitrary<FaultRates>;
const profiles: fc.Arbitrary<FaultProfile> = fc.record({
  nodes: fc.integer({ min: 1, max: 5 }).map((count) => NODES.concat("n4", "n5").slice(0, count)),
  stormMs: fc.integer({ min: 0, max: 20_000 }),
  rates,
  asks: fc.constantFrom({}, { lead: 0.5 }, { join: 1, leave: 0.1 }),
});

describe("randomSchedule()", () => {
  test("gives the same steps for the same stream, and others for another", () => {
    const drawn = new Set<string>();
    for (let start = 0; start < 50; start += 1) {
      expect(draw(start)).toEqual(draw(start));
      drawn.add(JSON.stringify(draw(start)));
    }
    expect(drawn.size).toBe(50);
  });

  test("does not depend on what was drawn from the stream before", () => {
    const random = seededRandom(4);
    random.nextUint32();
    const profile = { nodes: NODES, stormMs: 20_000, rates: ALL };
    expect(randomSchedule(random, profile)).toEqual(draw(4));
  });

  for (const kind of kinds) {
    test(`has the same faults of the kind ${kind}, whatever there is of the others`, () => {
      for (let start = 0; start < 20; start += 1) {
        const alone = stormOf(draw(start, { rates: { [kind]: 0.4 } }));
        const asks = { lead: 2 };
        const more = Object.fromEntries(kinds.map((name) => [name, name === kind ? 0.4 : 2]));
        expect(isWithin(alone, draw(start))).toBe(true);
        expect(isWithin(alone, draw(start, { rates: more, asks }))).toBe(true);
      }
    });

    test(`has as many faults of the kind ${kind} as it is asked for`, () => {
      const [perSecond, seconds, seeds] = [0.5, 60, 200];
      let count = 0;
      for (let start = 0; start < seeds; start += 1) {
        const schedule = draw(start, { stormMs: seconds * 1000, rates: { [kind]: perSecond } });
        count += schedule.filter(isFaultOf[kind]).length;
      }
      expectCount(count, { perSecond, seconds, times: seeds });
    });
  }

  test("has as many of what it asks for, of nodes that are equally likely", () => {
    const asks = { lead: 2, join: 0.5 };
    const steps: FaultStep[] = [];
    for (let start = 0; start < 200; start += 1) {
      steps.push(...draw(start, { stormMs: 30_000, rates: {}, asks }));
    }
    const asked = (what: string): number =>
      steps.filter((step) => step.do === "ask" && step.what === what).length;
    expectCount(asked("lead"), { perSecond: asks.lead, seconds: 30, times: 200 });
    expectCount(asked("join"), { perSecond: asks.join, seconds: 30, times: 200 });
    const hits = steps.filter((step) => step.do === "ask" && step.node === "n2").length;
    expectRate({ hits, of: asked("lead") + asked("join"), rate: 1 / 3 });
  });

  test("has pauses between faults that are uniform, from nothing up to twice their mean", () => {
    const schedule = stormOf(draw(1, { stormMs: 1e7, rates: { diskFailure: 1 } }), 1e7);
    const gaps = schedule.map(({ at }, place) => at - (schedule[place - 1]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2000);
    for (const share of [0.1, 0.5, 0.9]) {
      const hits = gaps.filter((gap) => gap <= share * 2000).length;
      expectRate({ hits, of: gaps.length, rate: share });
    }
  });

  test("is in the order of its times, which are whole, and ends with the calm", () => {
    const property = fc.property(starts, profiles, (start, profile) => {
      const schedule = draw(start, profile);
      const times = schedule.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every((at) => Number.isSafeInteger(at) && at >= 0)).toBe(true);
      const storm = stormOf(schedule, profile.stormMs);
      expect(schedule.slice(storm.length)).toEqual(calm(profile));
    });
    fc.assert(property, parameters);
  });

  test("leaves nothing broken at its end", () => {
    const property = fc.property(starts, profiles, (start, profile) => {
      expect([...brokenAfter(draw(start, profile))]).toEqual([]);
    });
    fc.assert(property, parameters);
  });

  test("can be written to a file and read again, for any number of nodes", () => {
    const property = fc.property(starts, profiles, (start, profile) => {
      const schedule = draw(start, profile);
      expect(parseSchedule(formatSchedule(schedule))).toEqual(schedule);
    });
    fc.assert(property, parameters);
  });

  test("mends each fault when its time is over, if that is before the end", () => {
    const lastsMs = [700, 700] as const;
    const steps = stormOf(draw(1, { nodes: ["n1"], rates: { crash: 2 }, lastsMs }));
    const times = (kind: string): number[] =>
      steps.filter((step) => step.do === kind).map(({ at }) => at);
    expect(times("crash").length).toBeGreaterThan(20);
    const over = times("crash").map((at) => at + 700);
    expect(times("start")).toEqual(over.filter((at) => at < 20_000));
  });

  test("lets faults last up to 4 seconds, most of them a quarter of one at most", () => {
    const lasted: number[] = [];
    for (let start = 0; start < 400; start += 1) {
      // So seldom that the next one comes when the first one is over.
      const profile = { nodes: ["n1"], stormMs: 60_000, rates: { pause: 0.02 } };
      const [pause, resume] = stormOf(draw(start, profile), 60_000);
      if (pause !== undefined && resume?.do === "resume") lasted.push(resume.at - pause.at);
    }
    expect(lasted.length).toBeGreaterThan(200);
    expect(Math.min(...lasted)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...lasted)).toBeLessThanOrEqual(4000);
    expect(Math.max(...lasted)).toBeGreaterThan(3000);
    // Of ranges up to 4000, 2000, … 31 ms, each as likely as the others.
    const shares = [4000, 2000, 1000, 500, 250, 125, 63, 31].map((max) => Math.min(1, 250 / max));
    const rate = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const hits = lasted.filter((ms) => ms <= 250).length;
    expectRate({ hits, of: lasted.length, rate });
  });

  test("splits all nodes into two groups with somebody in each", () => {
    const sizes = new Set<number>();
    for (let start = 0; start < 50; start += 1) {
      for (const step of draw(start, { rates: { partition: 0.5 } })) {
        if (step.do !== "partition") continue;
        expect(step.groups.flat().toSorted()).toEqual(NODES);
        sizes.add(step.groups[0]?.length ?? 0);
      }
    }
    expect([...sizes].toSorted()).toEqual([1, 2]);
  });

  test("isolates one node, and cuts a link between two in one direction or in both", () => {
    const schedule = draw(1, { rates: { isolate: 1, cut: 1 } });
    const alone = schedule.flatMap((step) => (step.do === "partition" ? step.groups : []));
    expect(alone.map((group) => group.length)).toEqual(alone.map((_, at) => (at % 2) + 1));
    const cuts = schedule.filter((step) => step.do === "cut");
    expect(cuts.length).toBeGreaterThan(5);
    expect(cuts.filter(({ from, to }) => from === to)).toEqual([]);
    expect(new Set(cuts.map(({ both }) => both))).toEqual(new Set([true, false]));
  });

  test("makes links as bad as it is told", () => {
    const first = (profile: Partial<FaultProfile>): unknown =>
      draw(1, { rates: { badLinks: 1 }, ...profile }).find((step) => step.do === "links");
    expect(first({})).toMatchObject({ loss: 0.2, duplicate: 0.1, reorder: 0.2, delayMs: [1, 80] });
    expect(first({ badLinks: { loss: 0.9 } })).toEqual({
      ...{ at: expect.any(Number), do: "links", loss: 0.9 },
    });
  });

  test("breaks nothing if nothing is asked for, and mends all the same", () => {
    const profile = { nodes: ["n1"], stormMs: 7, rates: { crash: 0 } };
    expect(draw(1, profile)).toEqual([
      { at: 7, do: "heal" },
      { at: 7, do: "mend-links" },
      { at: 7, do: "clock", node: "n1", rate: 1 },
      { at: 7, do: "disk", node: "n1", isFull: false, failRate: 0, failNext: 0 },
      { at: 7, do: "resume", node: "n1" },
      { at: 7, do: "start", node: "n1" },
    ]);
  });

  for (const perSecond of [-1, Number.NaN, Infinity]) {
    test(`refuses ${perSecond} faults per second`, () => {
      const code = expect.objectContaining({ code: "sim/invalid-rate" });
      expect(() => draw(1, { rates: { crash: perSecond } })).toThrow(code);
      expect(() => draw(1, { asks: { lead: perSecond } })).toThrow(code);
    });
  }
});
