/** What is wrong with a message is said in the words of the one who made it. */

import { describe, expect, test } from "@jest/globals";
import { KvPair, RawGetResponse, RawScanResponse } from "@tinykv/proto";
import type { CheckFailure } from "./check-failure.ts";
import { checkMessageShape } from "./message-shape.ts";

const good = RawGetResponse.create();

/** The lines of the refusal. */
function refusal(codec: object, message: unknown): readonly string[] {
  try {
    checkMessageShape(codec, message, "the response");
  } catch (error) {
    return (error as CheckFailure).details;
  }
  return [];
}

describe("checkMessageShape()", () => {
  test.each([
    ["nothing", undefined, "the response is undefined, not a RawGetResponse"],
    ["null", null, "the response is null, not a RawGetResponse"],
    ["text", "x", 'the response is "x", not a RawGetResponse'],
    ["text for bytes", { ...good, value: "x" }, "value of the response must be a Buffer, got a s"],
    ["no error", { ...good, error: undefined }, "error of the response must be a string, got und"],
    ["a number for a flag", { ...good, notFound: 1 }, "must be a boolean, got a number"],
    ["null for a message", { ...good, regionError: null }, "must be undefined or a message, got"],
  ])("refuses %s", (_what, message, sentence) => {
    const [first, second] = refusal(RawGetResponse, message);
    expect(first).toContain(sentence);
    expect(second).toBe("make it with RawGetResponse.fromPartial({ … })");
  });

  test("refuses what is no list", () => {
    const message = { ...RawScanResponse.create(), kvs: new Map() };
    expect(refusal(RawScanResponse, message)[0]).toContain("kvs of the response must be an array");
  });

  test("accepts messages, also ones that were written by hand", () => {
    expect(refusal(RawGetResponse, good)).toEqual([]);
    expect(refusal(RawGetResponse, { ...good, value: new Uint8Array(2), extra: 1 })).toEqual([]);
    expect(refusal(RawScanResponse, RawScanResponse.create({ kvs: [KvPair.create()] }))).toEqual(
      [],
    );
  });

  test("accepts anything if it cannot know", () => {
    expect(refusal({}, undefined)).toEqual([]);
  });
});
