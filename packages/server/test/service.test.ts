/**
 * Tests of `tinykvpb.TinyKv` over a real connection, with handlers that do what handlers do while
 * they are being written. Whatever a client sends and whatever a handler does, the call gets a
 * clear status and the server goes on.
 */

import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { KvPair, RawGetResponse, RawPutRequest, RawScanResponse } from "@tinykv/proto";
import { NotImplementedError, TinyKvError } from "@tinykv/runtime";
import { MESSAGE_BYTES_MAX } from "@tinykv/runtime/net";
import fc from "fast-check";
import { type InProcessServer, mapLab, startInProcess } from "../src/harness/index.ts";
import type { RawApi } from "../src/index.ts";
import { callBytes, type MethodName, methodNames } from "./call-bytes.ts";

const key = Buffer.from("key");
const value = Buffer.from("value");
const rawNames = ["rawGet", "rawPut", "rawDelete", "rawScan"] as const;

/** Runs `use` with a server whose raw calls are partly replaced. */
async function withApi(
  api: Partial<RawApi>,
  use: (server: InProcessServer) => Promise<void>,
): Promise<void> {
  const server = await startInProcess({ lab: mapLab({ api }) });
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

describe("raw calls", () => {
  let up: InProcessServer;
  beforeAll(async () => {
    up = await startInProcess();
  });
  afterAll(() => up.close());

  test("put, get, scan and delete without a context", async () => {
    await up.client.put({ cf: "default", key, value });
    expect(await up.client.get({ cf: "default", key })).toMatchObject({ value, notFound: false });
    const { kvs } = await up.client.scan({ cf: "default", limit: 10 });
    expect(kvs).toEqual([KvPair.fromPartial({ key, value })]);
    await up.client.delete({ cf: "default", key });
    expect(await up.client.get({ cf: "default", key })).toMatchObject({ notFound: true });
  });

  test("take a key of one mebibyte", async () => {
    const longKey = Buffer.alloc(1024 * 1024, 7);
    await up.client.put({ cf: "default", key: longKey, value });
    expect((await up.client.get({ cf: "default", key: longKey })).value).toEqual(value);
    await up.client.delete({ cf: "default", key: longKey });
  });

  test("take a message of exactly 10 MiB, and refuse one byte more", async () => {
    const request = RawPutRequest.fromPartial({ cf: "default", key });
    const overhead = RawPutRequest.encode(request).finish().length + 5;
    const fits = Buffer.alloc(MESSAGE_BYTES_MAX - overhead, 1);
    await up.client.put({ cf: "default", key, value: fits });
    expect((await up.client.get({ cf: "default", key })).value.length).toBe(fits.length);
    await expect(
      up.client.put({ cf: "default", key, value: Buffer.concat([fits, Buffer.of(1)]) }),
    ).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    await up.client.delete({ cf: "default", key });
  });
});

describe("calls of later labs", () => {
  let up: InProcessServer;
  beforeAll(async () => {
    up = await startInProcess();
  });
  afterAll(() => up.close());

  const later: readonly (readonly [MethodName, string])[] = [
    ["kvGet", "KvGet comes with lab transaction (label 4B)"],
    ["kvScan", "KvScan comes with lab transaction (label 4C)"],
    ["kvPrewrite", "KvPrewrite comes with lab transaction (label 4B)"],
    ["kvCommit", "KvCommit comes with lab transaction (label 4B)"],
    ["kvCheckTxnStatus", "KvCheckTxnStatus comes with lab transaction (label 4C)"],
    ["kvBatchRollback", "KvBatchRollback comes with lab transaction (label 4C)"],
    ["kvResolveLock", "KvResolveLock comes with lab transaction (label 4C)"],
    ["raft", "Raft comes with lab raftstore (label 2B)"],
    ["snapshot", "Snapshot comes with lab raftstore (label 2C)"],
    ["coprocessor", "Coprocessor comes with the SQL layer"],
  ];
  for (const [name, sentence] of later) {
    test(`${name} is UNIMPLEMENTED, and says what brings it`, async () => {
      for (const messages of [[Buffer.alloc(0)], [Buffer.from("no message")]]) {
        const answer = await callBytes(up.client.client, name, messages);
        expect(answer.code).toBe(status.UNIMPLEMENTED);
        expect(answer.details).toContain(`server/not-served: ${sentence}`);
      }
    });
  }

  test("are all the calls that are not raw", () => {
    const served: readonly string[] = [...later.map(([name]) => name), ...rawNames];
    expect(served.toSorted()).toEqual([...methodNames].toSorted());
  });

  test("streams that send much are refused as well", async () => {
    const messages = Array.from({ length: 100 }, () => Buffer.alloc(10_000, 1));
    for (const name of ["raft", "snapshot"] as const) {
      const answer = await callBytes(up.client.client, name, messages);
      expect(answer.code).toBe(status.UNIMPLEMENTED);
    }
  });
});

describe("bytes that are no message", () => {
  let up: InProcessServer;
  beforeAll(async () => {
    up = await startInProcess();
  });
  afterAll(() => up.close());

  test("are INVALID_ARGUMENT with a reason", async () => {
    for (const name of rawNames) {
      const cutOff = Buffer.of(0x0a, 0x7f, 0x01);
      const { code, details } = await callBytes(up.client.client, name, [cutOff]);
      expect(code).toBe(status.INVALID_ARGUMENT);
      expect(details).toMatch(/^proto\/malformed: 3 bytes are not a kvrpcpb\.Raw/);
    }
  });

  test("get a clear status on every method, and the server goes on", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...methodNames),
        fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 3 }),
        async (name, messages) => {
          const bytes = messages.map((message) => Buffer.from(message));
          const { code } = await callBytes(up.client.client, name, bytes);
          // UNIMPLEMENTED is also the answer to a unary call with no message, or with two.
          expect([status.OK, status.INVALID_ARGUMENT, status.UNIMPLEMENTED]).toContain(code);
        },
      ),
      { numRuns: 300 },
    );
    expect(await up.client.get({ cf: "default", key: Buffer.from("still here") })).toBeDefined();
    expect(up.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

describe("a handler that fails", () => {
  const get = (server: InProcessServer): Promise<unknown> =>
    server.client.get({ cf: "default", key });

  const failures: readonly (readonly [
    name: string,
    thrown: unknown,
    code: status,
    text: string,
  ])[] = [
    ["is not written", new NotImplementedError("1", "rawGet"), status.UNIMPLEMENTED, "label 1"],
    [
      "meets an unknown column family",
      new TinyKvError("engine/unknown-cf", 'there is no "x"'),
      status.INVALID_ARGUMENT,
      'engine/unknown-cf: there is no "x"',
    ],
    ["meets a closed engine", new TinyKvError("engine/closed", "x"), status.UNAVAILABLE, "closed"],
    ["has a bug", new TypeError("a is undefined"), status.INTERNAL, "server/unexpected: a is"],
    ["throws a string", "whoops", status.INTERNAL, "server/unexpected: whoops"],
    ["throws nothing", undefined, status.INTERNAL, "server/unexpected: undefined"],
  ];
  for (const [name, thrown, code, text] of failures) {
    for (const how of ["rejects", "throws"] as const) {
      test(`because it ${name} (${how}) answers ${status[code]}`, async () => {
        const fail = (): never => {
          throw thrown;
        };
        const rawGet = how === "throws" ? fail : async (): Promise<RawGetResponse> => fail();
        await withApi({ rawGet }, async (server) => {
          await expect(get(server)).rejects.toMatchObject({
            code,
            details: expect.stringContaining(text),
          });
          // Logged, with its stack, if it is our fault; and the next call is served.
          const logged = server.logLines.join("");
          expect(logged.includes('"msg":"a call failed"')).toBe(code === status.INTERNAL);
          await server.client.put({ cf: "default", key, value });
        });
      });
    }
  }

  const badAnswers: readonly (readonly [name: string, answer: unknown])[] = [
    ["nothing", undefined],
    ["null", null],
    ["a string", "value"],
    ["an empty object", {}],
    ["a value that is no buffer", { ...RawGetResponse.fromPartial({}), value: 5 }],
  ];
  for (const [name, answer] of badAnswers) {
    test(`by answering ${name} is INTERNAL, and says so`, async () => {
      await withApi({ rawGet: async () => answer as RawGetResponse }, async (server) => {
        await expect(get(server)).rejects.toMatchObject({
          code: status.INTERNAL,
          details: expect.stringMatching(/^server\/bad-response: .*tinykvpb\.TinyKv\/RawGet/),
        });
      });
    });
  }

  test("by an answer that is too large is RESOURCE_EXHAUSTED, with advice", async () => {
    const pair = KvPair.fromPartial({ key, value: Buffer.alloc(1024 * 1024) });
    const rawScan = async (): Promise<RawScanResponse> => ({
      ...RawScanResponse.fromPartial({}),
      kvs: Array.from({ length: 11 }, () => pair),
    });
    await withApi({ rawScan }, async ({ client }) => {
      await expect(client.scan({ limit: 11 })).rejects.toMatchObject({
        code: status.RESOURCE_EXHAUSTED,
        details: expect.stringMatching(/^server\/response-too-large: .*smaller limit/),
      });
    });
  });
});
