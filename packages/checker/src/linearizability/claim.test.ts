/** Which operations bind the search, and which only may have happened. */

import { describe, expect, test } from "@jest/globals";
import { claims, failedWrite, lostWrite, read, write } from "../../test/register-history.ts";
import { registerModel } from "../models/register.ts";
import { atAnyTime, claimOf, isAtAnyTime, isFirm, searchable, withoutAnswer } from "./claim.ts";

describe("claimOf()", () => {
  test("an answered operation took effect between its call and its return", () => {
    const claim = claimOf(read(3, [5, 9], 1));
    expect(claim).toMatchObject({ from: 5, until: 9, answer: { output: 1 }, thread: 3 });
    expect(isFirm(claim)).toBe(true);
  });

  test("one with an unknown outcome is loose from its call on", () => {
    const claim = claimOf(lostWrite(3, 5, 1));
    expect(claim).toMatchObject({ from: 5, until: Infinity, thread: 3 });
    expect([claim.answer, isFirm(claim), isAtAnyTime(claim)]).toEqual([undefined, false, false]);
  });
});

describe("weaker claims", () => {
  const claim = claimOf(read(3, [5, 9], 1));

  test("withoutAnswer() keeps the call and the client", () => {
    const weaker = withoutAnswer(claim);
    expect(weaker).toMatchObject({ from: 5, until: Infinity, answer: undefined, thread: 3 });
  });

  test("atAnyTime() keeps the operation alone", () => {
    const weakest = atAnyTime(claim);
    expect(weakest).toMatchObject({ operation: claim.operation, from: -Infinity });
    expect([weakest.thread, isAtAnyTime(weakest)]).toEqual([undefined, true]);
  });
});

describe("claimsOf()", () => {
  test("is in the order of calls, without what failed", () => {
    const found = claims(read(1, [6, 9], 1), failedWrite(2, 3, 2), write(3, [0, 5], 1));
    expect(found.map(({ from }) => from)).toEqual([0, 6]);
  });
});

describe("searchable()", () => {
  test("forgets a loose write that nobody saw", () => {
    const found = claims(lostWrite(1, 0, 1), lostWrite(2, 0, 2), read(3, [4, 5], 2));
    expect(found.map(({ operation }) => operation.client)).toEqual([2, 3]);
  });

  test("keeps it for a cas, which sees what it does not find", () => {
    const cas = { op: "cas", from: 1, to: 2 } as const;
    const history = [lostWrite(1, 0, 1), read(3, [4, 5], 2)];
    const maybe = claimOf({ client: 2, call: 0, status: "unknown", input: cas });
    expect(searchable(registerModel, [...history.map(claimOf), maybe])).toHaveLength(3);
  });

  test("forgets a loose look", () => {
    expect(searchable(registerModel, [withoutAnswer(claimOf(read(1, [0, 1], 7)))])).toEqual([]);
  });

  test("never forgets a firm write", () => {
    expect(claims(write(1, [0, 1], 7))).toHaveLength(1);
  });
});
