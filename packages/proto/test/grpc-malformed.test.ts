/**
 * What grpc-js does when a (de)serializer of a descriptor throws: the call ends with INTERNAL, the
 * handler is not called with half a message, and the server serves on. Our servers rely on it.
 */

import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServiceError,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { RawGetResponse } from "@tinykv/proto";
import { TinyKvService } from "@tinykv/proto/services";

/** A length that promises more than there is. */
const malformed = Buffer.from("0aff01", "hex");
const regionOne = Buffer.from("0801", "hex");
const asIs = (bytes: Buffer) => bytes;

/** What the handlers were called with, and which events they saw. */
let seen: string[] = [];

const handlers: UntypedServiceImplementation = {
  rawGet: (_call: unknown, reply: (error: null, response: RawGetResponse) => void) => {
    seen.push("rawGet");
    reply(null, RawGetResponse.create({ value: Buffer.from("v") }));
  },
  rawPut: (_call: unknown, reply: (error: null, response: object) => void) => {
    // A response that cannot be encoded: a bug of a handler.
    reply(null, { regionError: { message: "", notLeader: { regionId: -1 } }, error: "" });
  },
  raft: (call: ServerReadableStream<{ regionId: number }, unknown>) => {
    call.on("data", (message: { regionId: number }) => seen.push(`region ${message.regionId}`));
    for (const event of ["error", "end", "cancelled", "close"]) {
      call.on(event, () => seen.push(event));
    }
  },
};

const server = new Server();
let client: Client;

beforeAll(async () => {
  server.addService(TinyKvService, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
});

afterAll(() => {
  client.close();
  server.forceShutdown();
});

/** Calls a unary method with bytes as they are. */
function call(
  method: string,
  bytes: Buffer,
  deserialize: (bytes: Buffer) => Buffer = asIs,
): Promise<Buffer | ServiceError> {
  seen = [];
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      `/tinykvpb.TinyKv/${method}`,
      asIs,
      deserialize,
      bytes,
      (error, value) => resolve(error ?? value ?? Buffer.alloc(0)),
    );
  });
}

const internal = (details: string) => ({ code: status.INTERNAL, details });

describe("over gRPC", () => {
  test("a malformed request is INTERNAL, and the server serves on", async () => {
    expect(await call("RawGet", malformed)).toMatchObject(internal("Error deserializing request"));
    expect(seen).toEqual([]);
    expect(await call("RawGet", Buffer.alloc(0))).toEqual(Buffer.from("1a0176", "hex"));
    expect(seen).toEqual(["rawGet"]);
  });

  test("a response that cannot be encoded is INTERNAL, and the server serves on", async () => {
    expect(await call("RawPut", Buffer.alloc(0))).toMatchObject(
      internal("Error serializing response"),
    );
    expect(await call("RawGet", Buffer.alloc(0))).toEqual(Buffer.from("1a0176", "hex"));
  });

  test("a response that the client cannot decode is INTERNAL, with the reason", async () => {
    const deserialize = (): never => {
      TinyKvService.rawGet.responseDeserialize(malformed);
      throw new Error("was decoded");
    };
    expect(await call("RawGet", Buffer.alloc(0), deserialize)).toMatchObject({
      code: status.INTERNAL,
      details: expect.stringContaining("proto/malformed") as unknown,
    });
  });

  test("a malformed message ends a stream: the handler gets `cancelled`, not `end`", async () => {
    seen = [];
    const error = await new Promise<ServiceError | null>((resolve) => {
      const path = "/tinykvpb.TinyKv/Raft";
      const stream = client.makeClientStreamRequest(path, asIs, asIs, resolve);
      for (const bytes of [regionOne, malformed, regionOne]) stream.write(bytes);
      stream.end();
    });
    expect(error).toMatchObject(internal("Error deserializing request"));
    expect(seen).toEqual(["region 1", "cancelled", "close"]);
  });
});
