/** Tests of the raw calls as functions from bytes to bytes. */

import { describe, expect, test } from "@jest/globals";
import {
  decodeMessage,
  encodeMessage,
  KvPair,
  RawGetRequest,
  RawGetResponse,
  RawScanResponse,
} from "@tinykv/proto";
import { MESSAGE_BYTES_MAX } from "@tinykv/runtime/net";
import { RAW_CALLS, type RawApi } from "./raw-calls.ts";

/** An api with one call, which is all that a test needs. */
function apiOf(part: Partial<RawApi>): RawApi {
  return part as RawApi;
}

const key = Buffer.from("key");

describe("RAW_CALLS", () => {
  test("decode the request and encode the answer", async () => {
    const seen: RawGetRequest[] = [];
    const rawGet: RawApi["rawGet"] = async (request) => {
      seen.push(request);
      return RawGetResponse.fromPartial({ value: Buffer.from("value") });
    };
    const request = RawGetRequest.fromPartial({ cf: "lock", key });
    const bytes = await RAW_CALLS.rawGet(apiOf({ rawGet }), encodeMessage(RawGetRequest, request));
    expect(seen).toEqual([request]);
    expect(decodeMessage(RawGetResponse, bytes).value.toString()).toBe("value");
  });

  test("read an empty message as a request with nothing in it", async () => {
    const rawGet: RawApi["rawGet"] = async ({ cf, key: asked, context }) => {
      expect({ cf, length: asked.length, context }).toEqual({ cf: "", length: 0 });
      return RawGetResponse.fromPartial({ notFound: true });
    };
    const bytes = await RAW_CALLS.rawGet(apiOf({ rawGet }), Buffer.alloc(0));
    expect(decodeMessage(RawGetResponse, bytes).notFound).toBe(true);
  });

  test("never hand a handler bytes that are no message", async () => {
    const api = apiOf({});
    for (const call of Object.values(RAW_CALLS)) {
      await expect(call(api, Buffer.of(0x0a, 0x7f))).rejects.toMatchObject({
        code: "proto/malformed",
      });
    }
  });

  test("refuse a number that the handler could not hold exactly", async () => {
    // context { region_id: 2^64 - 1 }
    const varint = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
    const bytes = Buffer.of(0x0a, 11, 0x08, ...varint);
    await expect(RAW_CALLS.rawGet(apiOf({}), bytes)).rejects.toMatchObject({
      code: "proto/malformed",
    });
  });

  test("take an answer of exactly the limit, and refuse one byte more", async () => {
    const answerOf = (valueBytes: number): RawScanResponse =>
      RawScanResponse.fromPartial({
        kvs: [KvPair.fromPartial({ key, value: Buffer.alloc(valueBytes) })],
      });
    const overhead = encodeMessage(RawScanResponse, answerOf(MESSAGE_BYTES_MAX / 2)).length;
    const fits = MESSAGE_BYTES_MAX - (overhead - MESSAGE_BYTES_MAX / 2);
    const scanOf = (valueBytes: number): Promise<Buffer> =>
      RAW_CALLS.rawScan(apiOf({ rawScan: async () => answerOf(valueBytes) }), Buffer.alloc(0));
    expect(await scanOf(fits)).toHaveLength(MESSAGE_BYTES_MAX);
    await expect(scanOf(fits + 1)).rejects.toMatchObject({ code: "server/response-too-large" });
  });

  test("pass on what the handler throws, as it is", async () => {
    const bug = new Error("a bug");
    const rawGet = (): never => {
      throw bug;
    };
    await expect(RAW_CALLS.rawGet(apiOf({ rawGet }), Buffer.alloc(0))).rejects.toBe(bug);
  });
});
