/** Events become operations; what nobody ended has an unknown outcome. */

import { describe, expect, test } from "@jest/globals";
import type { HistoryEvent } from "./history-from-events.ts";
import { historyFromEvents } from "./history-from-events.ts";

type Event = HistoryEvent<string, number>;

const call = (client: number, time: number, input: string): Event => ({
  client,
  time,
  type: "call",
  input,
});

describe("historyFromEvents()", () => {
  test("pairs each call with its end, in the order of calls", () => {
    const events: Event[] = [
      call(1, 0, "a"),
      call(2, 1, "b"),
      { client: 2, time: 2, type: "return", output: 7 },
      { client: 1, time: 3, type: "fail" },
      call(2, 4, "c"),
      { client: 2, time: 5, type: "unknown" },
    ];
    expect(historyFromEvents(events)).toEqual([
      { client: 1, call: 0, input: "a", status: "fail", return: 3 },
      { client: 2, call: 1, input: "b", status: "ok", return: 2, output: 7 },
      { client: 2, call: 4, input: "c", status: "unknown", return: 5 },
    ]);
  });

  test("takes a call without an end as one with an unknown outcome", () => {
    const [operation] = historyFromEvents([call(1, 3, "a")]);
    expect(operation).toMatchObject({ status: "unknown", call: 3 });
  });

  test("refuses a second call of a client that has one open", () => {
    expect(() => historyFromEvents([call(1, 0, "a"), call(1, 2, "b")])).toThrow(
      "history/unpaired: client 1 calls while another call is open, at 2",
    );
  });

  test("refuses an end without a call", () => {
    const events: Event[] = [{ client: 1, time: 2, type: "return", output: 1 }];
    expect(() => historyFromEvents(events)).toThrow(
      "history/unpaired: client 1 has a return without a call, at 2",
    );
  });

  test("refuses time that runs backwards", () => {
    const events: Event[] = [call(1, 5, "a"), { client: 1, time: 2, type: "return", output: 1 }];
    expect(() => historyFromEvents(events)).toThrow("history/time");
  });
});
