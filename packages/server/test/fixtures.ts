/**
 * What the tests of a server in this process share: gates instead of waiting times, labs that wait
 * for the test, and eyes on health, log and metrics.
 */

import { get as httpGet } from "node:http";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { afterEach, expect } from "@jest/globals";
import type { Engine } from "@tinykv/engine";
import { createLogger, type Logger } from "@tinykv/log";
import { RawGetResponse } from "@tinykv/proto";
import { service as healthService } from "grpc-health-check";
import { type InProcessServer, mapLab, startInProcess } from "../src/harness/index.ts";
import type { Lab } from "../src/index.ts";

/** A key that tests put and get. */
export const key = Buffer.from("key");

/**
 * Starts servers that are stopped after each test, whatever comes of it. Call it once in a file.
 */
export function serverStarter(): typeof startInProcess {
  const started: InProcessServer[] = [];
  afterEach(async () => {
    for (const server of started.splice(0)) await server.close().catch(() => undefined);
  });
  return async (options) => {
    const server = await startInProcess(options);
    started.push(server);
    return server;
  };
}

/** A promise with its ends outside. */
export function gate<T>(): { readonly opened: Promise<T>; open(value: T): void } {
  let open: ((value: T) => void) | undefined;
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open: (value) => open?.(value) };
}

/** A lab whose gets tell that they run, and wait until they are let go. */
export function waitingLab(): { lab: Lab; running: Promise<void>; letGo: () => void } {
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
export function holdingLab(onOpen?: (engine: Engine) => void): Lab {
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

interface HealthAnswer {
  readonly status: string;
}

/** What the health service says about a service. */
export function healthOf(server: InProcessServer, name = ""): Promise<string> {
  const check = healthService["Check"];
  if (check === undefined) throw new Error("the health service has no Check");
  return server.client
    .call(check, { service: name })
    .then((answer) => (answer as HealthAnswer).status);
}

/** Collects what a watcher of the health is told, until its stream ends. */
export function watchHealth(addr: string): {
  first: Promise<string>;
  all: Promise<readonly string[]>;
} {
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

/** Calls a unary method with bytes. */
export function callRaw(server: InProcessServer, path: string, bytes: Buffer): Promise<Buffer> {
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

/** Asks the HTTP server on a port of this machine. */
export function fetched(port: number, path: string, method = "GET"): Promise<Fetched> {
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
export function addressLog(): { readonly log: Logger; readonly listening: Promise<string> } {
  const heard = gate<string>();
  const sink = {
    write: (line: string) => {
      const [, addr] = /"addr":"([^"]+)","msg":"listening"/.exec(line) ?? [];
      if (addr !== undefined) heard.open(addr);
    },
  };
  return { log: createLogger({ level: "info", sink }), listening: heard.opened };
}

/** Fails if something listens at `addr`. */
export async function expectNobodyAt(addr: string): Promise<void> {
  const port = Number(addr.split(":").at(-1));
  await expect(fetched(port, "/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
}
