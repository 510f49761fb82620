/**
 * The doors of a real server with the reference solution behind them: everything odd that a client
 * can send gets the specified answer or a clear status, and afterwards nothing is left open.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { MESSAGE_BYTES_MAX } from "@tinykv/runtime/net";
import fc from "fast-check";
import { RawTestClient, type ServerProcess, spawnServer } from "../src/harness/index.ts";
import { callBytes, methodNames } from "./call-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "tinykv-doors-"));
const cf = "default";
let server: ServerProcess;
let client: RawTestClient;

beforeAll(async () => {
  const ports = ["--addr", "127.0.0.1:0", "--metrics-addr", "127.0.0.1:0"];
  server = await spawnServer([...ports, "--path", join(folder, "data")], "solution");
  client = new RawTestClient(server.addr);
});

afterAll(async () => {
  client.close();
  server.kill("SIGKILL");
  await server.exited;
  rmSync(folder, { recursive: true });
});

const key = Buffer.from("door");
const value = Buffer.from("open");

describe("a column family that does not exist", () => {
  for (const name of ["nope", "", "DEFAULT", "default_", "lock\0", "é".repeat(1000)]) {
    const shown = JSON.stringify(name.slice(0, 10));
    test(`is INVALID_ARGUMENT, and writes nothing: ${shown}`, async () => {
      const refused = {
        code: status.INVALID_ARGUMENT,
        details: expect.stringMatching(/^engine\/unknown-cf: /),
      };
      await expect(client.get({ cf: name, key })).rejects.toMatchObject(refused);
      await expect(client.put({ cf: name, key, value })).rejects.toMatchObject(refused);
      await expect(client.delete({ cf: name, key })).rejects.toMatchObject(refused);
      await expect(client.scan({ cf: name, limit: 1 })).rejects.toMatchObject(refused);
    });
  }
});

describe("odd but legal requests", () => {
  test("an empty key and an empty value are a pair like any other", async () => {
    const empty = Buffer.alloc(0);
    await client.put({ cf: "lock", key: empty, value: empty });
    expect(await client.get({ cf: "lock", key: empty })).toMatchObject({
      notFound: false,
      value: empty,
    });
    expect((await client.scan({ cf: "lock", limit: 10 })).kvs).toHaveLength(1);
    await client.delete({ cf: "lock", key: empty });
    expect((await client.get({ cf: "lock", key: empty })).notFound).toBe(true);
  });

  test("a key of one mebibyte", async () => {
    const longKey = Buffer.alloc(1024 * 1024, 0xff);
    await client.put({ cf, key: longKey, value });
    expect((await client.get({ cf, key: longKey })).value).toEqual(value);
    const { kvs } = await client.scan({ cf, startKey: longKey, limit: 2 });
    expect(kvs.map((pair) => pair.key.equals(longKey))).toEqual([true]);
    await client.delete({ cf, key: longKey });
  });

  test("a context of any kind is ignored", async () => {
    const contexts = [{ regionId: 7 }, { regionId: 1, regionEpoch: { confVer: 1, version: 9 } }];
    await client.put({ cf, key, value });
    for (const context of contexts) {
      const request = { cf, key, context } as Parameters<RawTestClient["get"]>[0];
      expect((await client.get(request)).value).toEqual(value);
    }
  });

  test("a scan of nothing, with limit 0 and with the largest limit", async () => {
    await client.put({ cf: "write", key, value });
    expect((await client.scan({ cf: "write", limit: 0 })).kvs).toEqual([]);
    const { kvs } = await client.scan({ cf: "write", limit: 4_294_967_295 });
    expect(kvs.map((pair) => pair.key)).toEqual([key]);
    const beyond = Buffer.from("z");
    expect((await client.scan({ cf: "write", startKey: beyond, limit: 9 })).kvs).toEqual([]);
  });
});

describe("too much", () => {
  test("a message over 10 MiB is RESOURCE_EXHAUSTED", async () => {
    const huge = Buffer.alloc(MESSAGE_BYTES_MAX + 1);
    await expect(client.put({ cf, key, value: huge })).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    expect((await client.get({ cf, key })).value).toEqual(value);
  });

  test("a scan whose answer would be larger is refused, and pages of it are served", async () => {
    const pairs = 24;
    const mebibyte = Buffer.alloc(1024 * 1024, 1);
    for (let i = 0; i < pairs; i++) {
      await client.put({ cf: "write", key: Buffer.of(1, i), value: mebibyte });
    }
    await expect(client.scan({ cf: "write", limit: 4_294_967_295 })).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: expect.stringMatching(/^server\/response-too-large: .*smaller limit/),
    });
    let seen = 0;
    for await (const page of client.pages("write", 9)) {
      seen += page.filter((pair) => pair.key[0] === 1).length;
    }
    expect(seen).toBe(pairs);
  });
});

describe("what is no call at all", () => {
  test("random bytes on every method get a clear status", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...methodNames),
        fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 2 }),
        async (name, messages) => {
          const { code } = await callBytes(
            client.client,
            name,
            messages.map((message) => Buffer.from(message)),
          );
          // UNIMPLEMENTED is also the answer to a unary call with no message, or with two.
          const known = [status.OK, status.INVALID_ARGUMENT, status.UNIMPLEMENTED];
          expect(known).toContain(code);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("a method and a service that do not exist are UNIMPLEMENTED", async () => {
    const same = (bytes: Buffer): Buffer => bytes;
    for (const path of ["/tinykvpb.TinyKv/RawDance", "/other.Service/Call", "/"]) {
      const failed = new Promise((resolve) => {
        client.client.makeUnaryRequest(path, same, same, Buffer.alloc(0), resolve);
      });
      expect(await failed).toMatchObject({ code: status.UNIMPLEMENTED });
    }
  });

  test("bytes that are not even HTTP/2 end the connection and nothing else", async () => {
    const [host = "", port = ""] = server.addr.split(":");
    for (const bytes of [
      "GET / HTTP/1.1\r\n\r\n",
      "\0".repeat(100),
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff",
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), host, () => socket.end(bytes, "latin1"));
        socket.on("data", () => undefined);
        socket.on("error", () => undefined);
        socket.on("close", () => resolve());
      });
    }
    expect((await client.get({ cf, key })).value).toEqual(value);
  });

  // How grpc-js answers a unary call that has not exactly one message: as if it knew no such call.
  const oddCalls: readonly (readonly [
    name: string,
    headers: Headers,
    frame: Buffer,
    code: status,
  ])[] = [
    ["a message shorter than it says", {}, Buffer.of(0, 0, 0, 0, 9, 1), status.UNIMPLEMENTED],
    ["a message of 4 GiB", {}, Buffer.of(0, 255, 255, 255, 255), status.RESOURCE_EXHAUSTED],
    ["no message at all", {}, Buffer.alloc(0), status.UNIMPLEMENTED],
    ["two messages", {}, Buffer.alloc(10), status.UNIMPLEMENTED],
    [
      "an encoding that nobody knows",
      { "grpc-encoding": "zip" },
      Buffer.of(1, 0, 0, 0, 1, 1),
      status.UNIMPLEMENTED,
    ],
    [
      "gzip that is none",
      { "grpc-encoding": "gzip" },
      Buffer.of(1, 0, 0, 0, 1, 1),
      status.INTERNAL,
    ],
    ["a timeout that is none", { "grpc-timeout": "soon" }, Buffer.alloc(5), status.INTERNAL],
  ];
  for (const [name, headers, frame, code] of oddCalls) {
    test(`${name} is answered with ${status[code]}`, async () => {
      expect(await rawHttp2(headers, frame)).toBe(code);
      expect((await client.get({ cf, key })).value).toEqual(value);
    });
  }

  test("keep-alive pings without any call are answered, as many as come", async () => {
    const session = connectHttp2(`http://${server.addr}`);
    await new Promise((resolve) => session.once("connect", resolve));
    for (let i = 0; i < 50; i++) {
      await new Promise<void>((resolve, reject) => {
        session.ping((error: Error | null) => (error === null ? resolve() : reject(error)));
      });
    }
    session.close();
  });
});

type Headers = Readonly<Record<string, string>>;

/**
 * Sends the bytes of a call as they are, and returns the status that its headers or trailers say.
 */
async function rawHttp2(headers: Headers, frame: Buffer): Promise<number> {
  const session = connectHttp2(`http://${server.addr}`);
  const stream = session.request({
    ":method": "POST",
    ":path": "/tinykvpb.TinyKv/RawGet",
    "content-type": "application/grpc",
    te: "trailers",
    ...headers,
  });
  const code = await new Promise<number>((resolve, reject) => {
    const read = (received: Readonly<Record<string, unknown>>): void => {
      if (received["grpc-status"] !== undefined) resolve(Number(received["grpc-status"]));
    };
    stream.on("response", read);
    stream.on("trailers", read);
    stream.on("error", reject);
    stream.on("close", () => reject(new Error("the call ended without a status")));
    stream.resume();
    stream.end(frame);
  });
  session.destroy();
  return code;
}

describe("after all that", () => {
  test("nothing is open in the engine, and nothing was logged as an error", async () => {
    const metrics = await (await fetch(server.metricsUrl ?? "")).text();
    expect(metrics).toContain("tinykv_open_read_views 0\n");
    expect(metrics).toContain("tinykv_open_iterators 0\n");
    expect(metrics).toContain("tinykv_requests_in_flight 0\n");
    expect(server.stderr()).not.toContain('"level":"error"');
  });
});
