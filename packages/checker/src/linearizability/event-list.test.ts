/** Lifting events out and putting them back leaves the list as it was. */

import { describe, expect, test } from "@jest/globals";
import { claims, read } from "../../test/register-history.ts";
import { EventList } from "./event-list.ts";

/** The events that are left, as `+0` for the call and `-0` for the return of claim 0. */
function left(list: EventList<unknown, unknown>): string {
  const found: string[] = [];
  for (let event = list.first; event !== undefined; event = event.next) {
    found.push(`${event.isCall ? "+" : "-"}${event.number}`);
  }
  return found.join(" ");
}

function threeReads(): EventList<unknown, unknown> {
  return new EventList(claims(read(1, [0, 4], 1), read(2, [1, 2], 1), read(3, [4, 5], 1)));
}

describe("EventList", () => {
  test("is in the order of time, calls before returns", () => {
    expect(left(threeReads())).toBe("+0 +1 -1 +2 -0 -2");
  });

  test("its first return is the one that is most urgent", () => {
    const list = threeReads();
    expect(list.firstReturn()?.number).toBe(1);
    list.lift(1);
    expect(list.firstReturn()?.number).toBe(0);
  });

  test("is as before when everything is put back in the reverse order", () => {
    const list = threeReads();
    const before = left(list);
    for (const number of [0, 2, 1]) list.lift(number);
    expect([left(list), list.firstReturn()]).toEqual(["", undefined]);
    for (const number of [1, 2]) list.putBack(number);
    expect(left(list)).toBe("+1 -1 +2 -2");
    list.putBack(0);
    expect(left(list)).toBe(before);
  });

  test("may be empty", () => {
    expect(new EventList([]).first).toBeUndefined();
  });
});
