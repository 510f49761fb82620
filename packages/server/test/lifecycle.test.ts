/**
 * Tests of a server's life: what it says about its health and when, how it stops while calls run, what
 * it leaves open, and how it fails to start. Nothing here waits for a time: handlers wait for the
 * test, and the test waits for what the server says.
 */

import { get as httpGet } from "node:http";
import { Client, credentials, Metadata, status } from "@grpc/grpc-js";
import { afterEach, describe, expect, test } from "@jest/globals";
import { type Engine, type EngineOpener } from "@tinykv/engine";
import { memoryEngines } from "@tinykv/engine/memory";
import { createLogger, type Logger } from "@tinykv/log";
import { RawGetResponse } from "@tinykv/proto";
import { NotImplementedError, TinyKvError } from "@tinykv/runtime";
import { service as healthService } from "grpc-health-check";
import {
  type InProcessServer,
  mapLab,
  RawTestClient,
  startInProcess,
} from "../src/harness/index.ts";
import type { Lab } from "../src/index.ts";

const key = Buffer.from("key");
const started: InProcessServer[] = [];

async function start(options: Parameters<typeof startInProcess>[0]): Promise<InProcessServer> {
  const server = await startInProcess(options);
  started.push(server);
  return server;
}

afterEach(async () => {
  for (const server of started.splice(0)) await server.close().catch(() => undefined);
});

/** A promise with its ends outside. */
function gate<T>(): { readonly opened: Promise<T>; open(value: T): void } {
  let open: ((value: T) => void) | undefined;
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open: (value) => open?.(value) };
}

/** A lab whose gets tell that they run, and wait until they are let go. */
function waitingLab(): { lab: Lab; running: Promise<void>; letGo: () => void } {
  const running = gate<void>();
  const leave = gate<RawGetResponse>();
  const rawGet = (): Promise<RawGetResponse> => {
    running.open();
    return leave.opened;
  };
  const letGo = (): void => leave.open(RawGetResponse.fromPartial({ notFound: true }));
  return { lab: mapLab({ api: { rawGet } }), running: running.opened, letGo };
}

/** A lab whose storage opens the engine it is given, and holds it. */
function holdingLab(onOpen?: (engine: Engine) => void): Lab {
  const lab = mapLab();
  return {
    storage: (config) => ({
      ...lab.storage(config),
      start: async () => {
        const engine = await config.engines.open(config.path);
        onOpen?.(engine);
      },
    }),
    api: (storage) => lab.api(storage),
  };
}

type HealthAnswer = { readonly status: string };

function healthOf(server: InProcessServer, name = ""): Promise<string> {
  const check = healthService["Check"];
  if (check === undefined) throw new Error("the health service has no Check");
  return server.client
    .call(check, { service: name })
    .then((answer) => (answer as HealthAnswer).status);
}

/** Collects what a watcher of the health is told, until its stream ends. */
function watchHealth(addr: string): { first: Promise<string>; all: Promise<readonly string[]> } {
  const watch = healthService["Watch"];
  if (watch === undefined) throw new Error("the health service has no Watch");
  const client = new Client(addr, credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
  const { path, requestSerialize, responseDeserialize } = watch;
  const request = { service: "tinykvpb.TinyKv" };
  const call = client.makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    request,
    new Metadata(),
    {},
  );
  const told: string[] = [];
  const first = gate<string>();
  const all = gate<readonly string[]>();
  call.on("data", (answer: HealthAnswer) => {
    told.push(answer.status);
    first.open(answer.status);
  });
  call.on("error", () => undefined);
  call.on("close", () => {
    client.close();
    all.open(told);
  });
  return { first: first.opened, all: all.opened };
}

describe("health", () => {
  test("is SERVING once calls are answered, for the server and for the service", async () => {
    const server = await start({});
    expect(await healthOf(server)).toBe("SERVING");
    expect(await healthOf(server, "tinykvpb.TinyKv")).toBe("SERVING");
    await expect(healthOf(server, "other")).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  test("is NOT_SERVING before the storage is open, and calls say that it is starting", async () => {
    const opening = gate<void>();
    const lab = mapLab({ storage: { start: () => opening.opened } });
    const { log, listening } = addressLog();
    const pending = start({ lab, log });
    const addr = await listening;
    const early = new RawTestClient(addr);
    await expect(early.get({ key })).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.stringMatching(/^server\/starting: /),
    });
    const told = watchHealth(addr);
    expect(await told.first).toBe("NOT_SERVING");
    opening.open();
    const server = await pending;
    await server.client.put({ cf: "default", key });
    await server.server.stop();
    expect(await told.all).toEqual(["NOT_SERVING", "SERVING", "NOT_SERVING"]);
    early.close();
  });

  test("turns NOT_SERVING for watchers when a stop begins, and their streams end", async () => {
    const { lab, running, letGo } = waitingLab();
    const server = await start({ lab });
    const told = watchHealth(server.addr);
    expect(await told.first).toBe("SERVING");
    const call = server.client.get({ key });
    await running;
    const stopped = server.server.stop();
    // The watcher hears of it while the call is still running.
    expect(await told.all).toEqual(["SERVING", "NOT_SERVING"]);
    letGo();
    expect((await call).notFound).toBe(true);
    await stopped;
  });
});

describe("a stop", () => {
  test("waits for calls that are running, and takes no new ones", async () => {
    const { lab, running, letGo } = waitingLab();
    const server = await start({ lab });
    const call = server.client.get({ key });
    await running;
    const told = watchHealth(server.addr);
    await told.first;
    const stopped = server.server.stop();
    await told.all;
    const late = new RawTestClient(server.addr);
    await expect(late.get({ key })).rejects.toMatchObject({ code: status.UNAVAILABLE });
    late.close();
    letGo();
    expect((await call).notFound).toBe(true);
    await stopped;
    expect(server.logLines.at(-1)).toContain('"msg":"stopped"');
  });

  test("cuts off calls that take longer than it may wait", async () => {
    const { lab, running } = waitingLab();
    const server = await start({ lab, drainMs: 0 });
    const call = server.client.get({ key });
    await running;
    await server.server.stop();
    await expect(call).rejects.toMatchObject({ code: expect.any(Number) });
    expect(server.logLines.join("")).toContain("cut off");
  });

  test("closes the storage after the last call, and happens once", async () => {
    const order: string[] = [];
    const { lab, running, letGo } = waitingLab();
    const storage = { stop: async () => void order.push("storage stopped") };
    const both: Lab = {
      storage: (config) => ({ ...lab.storage(config), ...storage }),
      api: (given) => lab.api(given),
    };
    const server = await start({ lab: both });
    const call = server.client.get({ key }).then(() => order.push("call answered"));
    await running;
    const stops = [server.server.stop(), server.server.stop()];
    letGo();
    await Promise.all([...stops, call]);
    expect(order).toEqual(["call answered", "storage stopped"]);
  });

  test("closes an engine that the lab's code leaves open", async () => {
    const engines = memoryEngines();
    const server = await start({ lab: holdingLab(), engines });
    await server.server.stop();
    // Or else it would be locked.
    const engine = await engines.open("not used");
    await engine.close();
  });

  test("closes the engine even if the lab's stop is not written, and says so", async () => {
    const engines = memoryEngines();
    const lab = holdingLab();
    const gap = new NotImplementedError("1", "StandaloneStorage.stop");
    const half: Lab = {
      storage: (config) => ({ ...lab.storage(config), stop: () => Promise.reject(gap) }),
      api: (storage) => lab.api(storage),
    };
    const server = await start({ lab: half, engines });
    await expect(server.server.stop()).rejects.toBe(gap);
    await (await engines.open("not used")).close();
  });
});

describe("a client that goes away", () => {
  test("leaves nothing open once its call has run", async () => {
    const engines = memoryEngines();
    const running = gate<void>();
    const leave = gate<void>();
    const done = gate<void>();
    let engine: Engine | undefined;
    const holding = holdingLab((opened) => {
      engine = opened;
    });
    const rawGet = async (): Promise<RawGetResponse> => {
      const view = engine?.readView();
      running.open();
      await leave.opened;
      await view?.close();
      done.open();
      return RawGetResponse.fromPartial({ notFound: true });
    };
    const lab: Lab = {
      storage: holding.storage,
      api: (storage) => ({ ...holding.api(storage), rawGet }),
    };
    const server = await start({ lab, engines });
    const { client } = server.client;
    const cancelled = new Promise((resolve) => {
      const same = (bytes: Buffer): Buffer => bytes;
      const path = "/tinykvpb.TinyKv/RawGet";
      const call = client.makeUnaryRequest(path, same, same, Buffer.alloc(0), resolve);
      void running.opened.then(() => call.cancel());
    });
    expect(await cancelled).toMatchObject({ code: status.CANCELLED });
    expect(server.server.usage().openReadViews).toBe(1);
    leave.open();
    await done.opened;
    expect(server.server.usage()).toEqual({ openReadViews: 0, openIterators: 0 });
    // And the server serves on.
    await server.client.put({ cf: "default", key });
  });
});

describe("a lab that is not written yet", () => {
  const gap = new NotImplementedError("1", "StandaloneStorage.start");
  const sentence = "lab/not-written: StandaloneStorage.start is not written yet (label 1)";

  test("is served: raw calls answer UNIMPLEMENTED with the gap's sentence", async () => {
    const server = await start({ lab: mapLab({ storage: { start: () => Promise.reject(gap) } }) });
    expect(server.server.notWritten).toBe(sentence);
    for (const call of ["get", "put", "delete", "scan"] as const) {
      await expect(server.client[call]({ cf: "default" })).rejects.toMatchObject({
        code: status.UNIMPLEMENTED,
        details: sentence,
      });
    }
    expect(await healthOf(server)).toBe("NOT_SERVING");
    await server.server.stop();
  });

  test("may fail in the constructor already", async () => {
    const lab: Lab = {
      ...mapLab(),
      storage: () => {
        throw gap;
      },
    };
    const server = await start({ lab });
    expect(server.server.notWritten).toBe(sentence);
    await server.server.stop();
  });
});

describe("a start that fails", () => {
  test("at a port in use names the address, and leaves nothing behind", async () => {
    const first = await start({});
    const addr = first.server.addr;
    await expect(start({ addr })).rejects.toMatchObject({
      code: "server/bind",
      message: expect.stringContaining(`gRPC cannot be served at 127.0.0.1:${addr.port}: another`),
    });
  });

  test("at a metrics port in use gives the gRPC port back", async () => {
    const first = await start({ metricsAddr: { host: "127.0.0.1", port: 0 } });
    const metricsAddr = first.server.metricsAddr ?? "off";
    const { log, listening } = addressLog();
    await expect(start({ log, metricsAddr })).rejects.toMatchObject({
      code: "server/bind",
      message: expect.stringContaining("metrics cannot be served at"),
    });
    await expectNobodyAt(await listening);
  });

  test("at a folder in use passes the engine's error on, and gives the ports back", async () => {
    const locked = new TinyKvError("engine/locked", "open already");
    const engines: EngineOpener = { open: () => Promise.reject(locked) };
    const { log, listening } = addressLog();
    await expect(start({ lab: holdingLab(), engines, log })).rejects.toBe(locked);
    await expectNobodyAt(await listening);
  });

  test("at a host without an address says so", async () => {
    const addr = { host: "203.0.113.1", port: 0 };
    await expect(start({ addr })).rejects.toMatchObject({
      code: "server/bind",
      message: expect.stringContaining("this machine has no such address"),
    });
  });
});

describe("metrics", () => {
  const metricsAddr = { host: "127.0.0.1", port: 0 };

  test("count calls by method and status, and show what is open", async () => {
    let engine: Engine | undefined;
    const lab = holdingLab((opened) => {
      engine = opened;
    });
    const server = await start({ lab, engines: memoryEngines(), metricsAddr });
    const { port } = server.server.metricsAddr ?? { port: 0 };
    await server.client.put({ cf: "default", key });
    await server.client.get({ key });
    await server.client.get({ key });
    const scan = Buffer.of(0x0a, 0x7f);
    await expect(callRaw(server, "/tinykvpb.TinyKv/RawScan", scan)).rejects.toBeDefined();
    await expect(callRaw(server, "/tinykvpb.TinyKv/KvGet", scan)).rejects.toBeDefined();
    const view = engine?.readView();
    const iterator = view?.iterator("default");
    const text = await fetched(port, "/metrics");
    for (const line of [
      'tinykv_requests_total{method="rawGet",status="OK"} 2',
      'tinykv_requests_total{method="rawPut",status="OK"} 1',
      'tinykv_requests_total{method="rawDelete",status="OK"} 0',
      'tinykv_requests_total{method="rawScan",status="INVALID_ARGUMENT"} 1',
      'tinykv_requests_total{method="kvGet",status="UNIMPLEMENTED"} 1',
      'tinykv_request_duration_seconds_count{method="rawGet"} 2',
      "tinykv_requests_in_flight 0",
      "tinykv_open_read_views 1",
      "tinykv_open_iterators 1",
    ]) {
      expect(text.body).toContain(`${line}\n`);
    }
    for (const name of ["process_cpu_seconds_total", "nodejs_eventloop_lag_p99_seconds"]) {
      expect(text.body).toMatch(new RegExp(`^${name} [0-9.e-]+$`, "m"));
    }
    expect(text.contentType).toContain("text/plain");
    await iterator?.close();
    await view?.close();
  });

  test("are all that is served there", async () => {
    const server = await start({ metricsAddr });
    const { port } = server.server.metricsAddr ?? { port: 0 };
    expect((await fetched(port, "/")).statusCode).toBe(404);
    expect((await fetched(port, "/metrics", "POST")).statusCode).toBe(404);
  });

  test("of two servers in one process do not mix", async () => {
    const first = await start({ metricsAddr });
    const second = await start({ metricsAddr });
    await first.client.put({ cf: "default", key });
    const { port } = second.server.metricsAddr ?? { port: 0 };
    const { body } = await fetched(port, "/metrics");
    expect(body).toContain('tinykv_requests_total{method="rawPut",status="OK"} 0\n');
  });

  test("end with the server", async () => {
    const server = await start({ metricsAddr });
    const { port } = server.server.metricsAddr ?? { port: 0 };
    await server.server.stop();
    await expect(fetched(port, "/metrics")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

function callRaw(server: InProcessServer, path: string, bytes: Buffer): Promise<Buffer> {
  const same = (message: Buffer): Buffer => message;
  return new Promise((resolve, reject) => {
    server.client.client.makeUnaryRequest(path, same, same, bytes, (error, answer) => {
      if (answer === undefined) reject(error ?? new Error("no answer"));
      else resolve(answer);
    });
  });
}

interface Fetched {
  readonly statusCode: number | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

function fetched(port: number, path: string, method = "GET"): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const request = httpGet({ host: "127.0.0.1", port, path, method }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => {
        const { statusCode, headers } = response;
        resolve({ statusCode, contentType: headers["content-type"], body });
      });
    });
    request.on("error", reject);
  });
}

/** A log that tells the address of a server as soon as it listens. */
function addressLog(): { readonly log: Logger; readonly listening: Promise<string> } {
  const heard = gate<string>();
  const sink = {
    write: (line: string) => {
      const [, addr] = /"addr":"([^"]+)","msg":"listening"/.exec(line) ?? [];
      if (addr !== undefined) heard.open(addr);
    },
  };
  return { log: createLogger({ level: "info", sink }), listening: heard.opened };
}

async function expectNobodyAt(addr: string): Promise<void> {
  const port = Number(addr.split(":").at(-1));
  await expect(fetched(port, "/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
}
