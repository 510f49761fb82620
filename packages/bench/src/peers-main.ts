/**
 * The bare peers of `bench raw`, a process of its own that serves two things on two ports:
 *
 * - `echo`: grpc-js and nothing behind it. Requests stay bytes, and answers are canned bytes of the
 *   size that a real answer has.
 * - `level`: grpc-js with bare classic-level behind it, the least that does the same durable work:
 *   one
 *   synced batch per put, one get per get, one iterator per scan.
 */

import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
} from "@grpc/grpc-js";
import {
  decodeMessage,
  encodeMessage,
  RawGetRequest,
  RawGetResponse,
  RawPutRequest,
  RawPutResponse,
  RawScanRequest,
  RawScanResponse,
} from "@tinykv/proto";
import { TinyKvService } from "@tinykv/proto/services";
import { ClassicLevel } from "classic-level";
import { type PeersUp, type RawOp, SCAN_LIMIT } from "./raw-jobs.ts";
import { DATA_KEYS, dataKey, VALUE } from "./workload.ts";

/** So that one `nextv` brings a whole page; classic-level's own 16 KiB would cut it into pieces. */
const CHUNK_BYTES = 1024 * 1024;

type Answer = (request: Buffer) => Buffer | Promise<Buffer>;

const [folder = ""] = process.argv.slice(2);
const db = new ClassicLevel<Buffer, Buffer>(folder, {
  keyEncoding: "buffer",
  valueEncoding: "buffer",
});
await db.open();
const all = Array.from({ length: DATA_KEYS }, (_, n) => dataKey(n));
await db.batch(all.map((key) => ({ type: "put", key, value: VALUE })));

const pairs = all.toSorted((a, b) => a.compare(b)).slice(0, SCAN_LIMIT);
const canned: Readonly<Record<RawOp, Buffer>> = {
  put: encodeMessage(RawPutResponse, RawPutResponse.fromPartial({})),
  get: encodeMessage(RawGetResponse, RawGetResponse.fromPartial({ value: VALUE })),
  scan: encodeMessage(
    RawScanResponse,
    RawScanResponse.fromPartial({ kvs: pairs.map((key) => ({ key, value: VALUE })) }),
  ),
};

const echo: Readonly<Record<RawOp, Answer>> = {
  put: () => canned.put,
  get: () => canned.get,
  scan: () => canned.scan,
};

const level: Readonly<Record<RawOp, Answer>> = {
  put: async (bytes) => {
    const { key, value } = decodeMessage(RawPutRequest, bytes);
    await db.batch([{ type: "put", key, value }], { sync: true });
    return canned.put;
  },
  get: async (bytes) => {
    const value = await db.get(decodeMessage(RawGetRequest, bytes).key);
    return encodeMessage(RawGetResponse, RawGetResponse.fromPartial({ value: value ?? VALUE }));
  },
  scan: async (bytes) => {
    const { startKey, limit } = decodeMessage(RawScanRequest, bytes);
    const iterator = db.iterator({ gte: startKey, limit, highWaterMarkBytes: CHUNK_BYTES });
    const found = await iterator.nextv(limit);
    await iterator.close();
    const kvs = found.map(([key, value]) => ({ key, value }));
    return encodeMessage(RawScanResponse, RawScanResponse.fromPartial({ kvs }));
  },
};

/** Serves the three calls as bytes on a free port. */
async function serve(answers: Readonly<Record<RawOp, Answer>>): Promise<string> {
  const same = (bytes: Buffer): Buffer => bytes;
  const codecs = { requestSerialize: same, requestDeserialize: same };
  const bytes = { ...codecs, responseSerialize: same, responseDeserialize: same };
  const { rawPut, rawGet, rawScan } = TinyKvService;
  const handler =
    (answer: Answer): handleUnaryCall<Buffer, Buffer> =>
    ({ request }, callback) => {
      const response = answer(request);
      if (Buffer.isBuffer(response)) callback(null, response);
      else response.then((value) => callback(null, value), callback);
    };
  const server = new Server();
  const definition: ServiceDefinition = {
    rawPut: { ...rawPut, ...bytes },
    rawGet: { ...rawGet, ...bytes },
    rawScan: { ...rawScan, ...bytes },
  };
  server.addService(definition, {
    rawPut: handler(answers.put),
    rawGet: handler(answers.get),
    rawScan: handler(answers.scan),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return `127.0.0.1:${port}`;
}

const up: PeersUp = { echo: await serve(echo), level: await serve(level) };
process.send?.(up);
process.on("disconnect", () => process.exit(0));
