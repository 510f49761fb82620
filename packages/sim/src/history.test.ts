/** Tests of recorded histories: the order of moments, ends that count, outcomes that do not. */

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { HistoryRecorder, type OpenCall } from "./history.ts";

const seed = process.env["TINYKV_SEED"];
const parameters = seed === undefined ? {} : { seed: Number(seed) };

describe("a history", () => {
  test("has nothing at first", () => {
    const history = new HistoryRecorder<string, number>();
    expect(history.operations).toEqual([]);
    expect(history.counts()).toEqual({ ok: 0, fail: 0, unknown: 0 });
  });

  test("numbers calls and ends in the order in which they happen", () => {
    const history = new HistoryRecorder<string, number>();
    const one = history.begin(1, "a");
    const two = history.begin(2, "b");
    two.ok(7);
    const three = history.begin(2, "c");
    one.fail();
    three.giveUp();
    expect(history.operations).toEqual([
      { client: 1, call: 1, input: "a", status: "fail", return: 5 },
      { client: 2, call: 2, input: "b", status: "ok", output: 7, return: 3 },
      { client: 2, call: 4, input: "c", status: "unknown", return: 6 },
    ]);
  });

  test("does not know what became of a call without an end, nor when", () => {
    const history = new HistoryRecorder<string, number>();
    history.begin(3, "a");
    expect(history.operations).toEqual([{ client: 3, call: 1, input: "a", status: "unknown" }]);
  });

  test("lets the first end count, and gives the others no moment", () => {
    const ends: ((call: OpenCall<number>) => void)[] = [
      (call) => call.ok(1),
      (call) => call.fail(),
      (call) => call.giveUp(),
    ];
    const seen = ends.map((first) => {
      const history = new HistoryRecorder<string, number>();
      const call = history.begin(1, "a");
      first(call);
      for (const later of ends) later(call);
      history.begin(1, "b");
      return history.operations.map((one) => [one.status, one.output, one.call, one.return]);
    });
    expect(seen).toEqual([
      [
        ["ok", 1, 1, 2],
        ["unknown", undefined, 3, undefined],
      ],
      [
        ["fail", undefined, 1, 2],
        ["unknown", undefined, 3, undefined],
      ],
      [
        ["unknown", undefined, 1, 2],
        ["unknown", undefined, 3, undefined],
      ],
    ]);
  });

  test("counts how operations ended, those without an end as unknown", () => {
    const history = new HistoryRecorder<string, string>();
    for (const output of ["x", "y"]) history.begin(1, "a").ok(output);
    history.begin(2, "a").fail();
    history.begin(2, "a").giveUp();
    history.begin(3, "a");
    expect(history.counts()).toEqual({ ok: 2, fail: 1, unknown: 2 });
  });

  test("has moments that all differ, in the order of what happened", () => {
    const events = fc.array(fc.record({ begins: fc.boolean(), which: fc.nat() }));
    const property = fc.property(events, (list) => {
      const history = new HistoryRecorder<number, number>();
      const open: { call: OpenCall<number>; place: number }[] = [];
      const happened: { place: number; end: "call" | "return" }[] = [];
      for (const { begins, which } of list) {
        const [ended] = begins ? [] : open.splice(which % Math.max(1, open.length), 1);
        if (ended === undefined) {
          const place = history.operations.length;
          open.push({ call: history.begin(1, place), place });
          happened.push({ place, end: "call" });
        } else {
          ended.call.ok(0);
          happened.push({ place: ended.place, end: "return" });
        }
      }
      const moments = happened.map(({ place, end }) => history.operations[place]?.[end]);
      expect(moments).toEqual(happened.map((_, at) => at + 1));
    });
    fc.assert(property, parameters);
  });
});
