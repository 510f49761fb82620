/**
 * Tests of the real server, with the reference solution and its data on disk: it says when it is
 * up, it stops cleanly on every signal with the calls it has, and it does not share its folder.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Metadata, status } from "@grpc/grpc-js";
import { afterAll, describe, expect, test } from "@jest/globals";
import { service as healthService } from "grpc-health-check";
import { RawTestClient, runServer, type ServerProcess, spawnServer } from "../src/harness/index.ts";

const folder = mkdtempSync(join(tmpdir(), "tinykv-process-"));
afterAll(() => rmSync(folder, { recursive: true }));

let folders = 0;
const newPath = (): string => join(folder, `data-${folders++}`);

const ports = ["--addr", "127.0.0.1:0", "--metrics-addr", "127.0.0.1:0"];
const start = (path: string, ...args: string[]): Promise<ServerProcess> =>
  spawnServer([...ports, "--path", path, ...args], "solution");

const cf = "default";
const key = Buffer.from("key");
const value = Buffer.from("value");

/** The whole line that a person and a script wait for. */
const READY = new RegExp(
  String.raw`^tinykv-server ready on 127\.0\.0\.1:(\d+) \(code: the reference solution; ` +
    String.raw`data: .*; metrics: http://127\.0\.0\.1:(\d+)/metrics\)$`,
);

/** Resolves when the server says NOT_SERVING: it has heard of its stop. */
function hearsOfStop(client: RawTestClient): Promise<void> {
  const watch = healthService["Watch"];
  if (watch === undefined) throw new Error("the health service has no Watch");
  const { path, requestSerialize, responseDeserialize } = watch;
  const call = client.client.makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    { service: "" },
    new Metadata(),
    {},
  );
  call.on("error", () => undefined);
  return new Promise((resolve) => {
    call.on("data", (answer: { readonly status: string }) => {
      if (answer.status === "NOT_SERVING") resolve();
    });
  });
}

describe("tinykv-server", () => {
  test("prints one line when it is up, and keeps what it was given", async () => {
    const path = newPath();
    const first = await start(path, "--raft=false");
    const [, grpcPort, metricsPort] = READY.exec(first.readyLine) ?? [];
    expect(Number(grpcPort)).toBeGreaterThan(0);
    expect(Number(metricsPort)).toBeGreaterThan(0);
    const client = new RawTestClient(first.addr);
    await client.put({ cf, key, value });
    client.close();
    first.kill("SIGTERM");
    const { code, stdout } = await first.exited;
    expect(code).toBe(0);
    expect(stdout).toBe(`${first.readyLine}\n`);

    const second = await start(path);
    const again = new RawTestClient(second.addr);
    expect((await again.get({ cf, key })).value).toEqual(value);
    again.close();
    second.kill("SIGTERM");
    await second.exited;
  });

  test("logs lines of JSON to standard error", async () => {
    const server = await start(newPath());
    server.kill("SIGTERM");
    const { stderr } = await server.exited;
    const lines = stderr.trimEnd().split("\n");
    const messages = lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg);
    expect(messages[0]).toBe("listening");
    expect(messages.at(-1)).toBe("stopped");
  });

  test("takes its settings from a config file", async () => {
    const file = join(folder, "server.yaml");
    writeFileSync(file, `addr: 127.0.0.1:0\nmetrics-addr: "off"\npath: ${newPath()}\n`);
    const server = await spawnServer(["--config", file, "--loglevel", "silent"], "solution");
    expect(server.readyLine).toContain("metrics: off");
    server.kill("SIGTERM");
    expect(await server.exited).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("a folder or a port in use", () => {
  test("ends the second server with 1 and a sentence that names it", async () => {
    const path = newPath();
    const first = await start(path);
    const second = await runServer([...ports, "--path", path, "--loglevel", "silent"], "solution");
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toBe(
      `tinykv-server: engine/locked: another process uses the folder ${path}; stop that one, or ` +
        "choose another folder with --path.\n",
    );
    const args = ["--addr", first.addr, "--metrics-addr", "off", "--path", newPath()];
    const third = await runServer([...args, "--loglevel", "silent"], "solution");
    expect(third).toMatchObject({ code: 1, stdout: "" });
    expect(third.stderr).toMatch(/^tinykv-server: server\/bind: gRPC cannot be served at .*\.\n$/);
    expect(third.stderr).toContain(first.addr);
    // The first one did not notice.
    const client = new RawTestClient(first.addr);
    await client.put({ cf, key, value });
    client.close();
    first.kill("SIGTERM");
    expect(await first.exited).toMatchObject({ code: 0 });
  });

  test("is no problem once a killed server is gone", async () => {
    const path = newPath();
    const first = await start(path);
    first.kill("SIGKILL");
    await first.exited;
    const second = await start(path);
    second.kill("SIGTERM");
    expect(await second.exited).toMatchObject({ code: 0 });
  });

  test("a file where the folder should be ends the start with a sentence", async () => {
    const path = join(folder, "a-file");
    writeFileSync(path, "not a folder");
    const args = [...ports, "--path", path, "--loglevel", "silent"];
    const { code, stderr } = await runServer(args, "solution");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tinykv-server: engine\/io: .*a-file.*\.\n$/);
  });
});

describe("stopping", () => {
  for (const signal of ["SIGINT", "SIGHUP", "SIGQUIT"] as const) {
    test(`cleanly on ${signal}`, async () => {
      const server = await start(newPath());
      server.kill(signal);
      expect(await server.exited).toMatchObject({ code: 0 });
    });
  }

  test("while clients put: every acknowledged put is there afterwards", async () => {
    const path = newPath();
    const server = await start(path);
    const client = new RawTestClient(server.addr);
    const acknowledged: string[] = [];
    const caller = async (name: number): Promise<void> => {
      for (let i = 0; ; i++) {
        const text = `caller-${name}-put-${i}`;
        try {
          await client.put({ cf, key: Buffer.from(text), value: Buffer.from(`${text}!`) });
        } catch (error) {
          expect((error as { code: status }).code).toBe(status.UNAVAILABLE);
          return;
        }
        acknowledged.push(text);
        if (acknowledged.length === 300) server.kill("SIGTERM");
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, name) => caller(name)));
    client.close();
    expect(await server.exited).toMatchObject({ code: 0 });

    const again = await start(path);
    const reader = new RawTestClient(again.addr);
    const stored = new Map<string, string>();
    for await (const page of reader.pages(cf)) {
      for (const pair of page) stored.set(pair.key.toString(), pair.value.toString());
    }
    reader.close();
    again.kill("SIGKILL");
    await again.exited;
    expect(acknowledged.length).toBeGreaterThanOrEqual(300);
    expect(acknowledged.filter((text) => stored.get(text) !== `${text}!`)).toEqual([]);
  });

  test("waits for a call that never ends, until a second signal comes", async () => {
    const server = await start(newPath(), "--drain-ms", "600000");
    const client = new RawTestClient(server.addr);
    const hears = hearsOfStop(client);
    // A call whose request never comes keeps its stream open.
    const same = (bytes: Buffer): Buffer => bytes;
    const path = "/tinykvpb.TinyKv/RawGet";
    const call = client.client.makeBidiStreamRequest(path, same, same, new Metadata(), {});
    const ended = new Promise((resolve) => call.on("error", resolve));
    call.on("data", () => undefined);
    await client.put({ cf, key, value });
    server.kill("SIGTERM");
    await hears;
    server.kill("SIGINT");
    expect(await server.exited).toMatchObject({ code: 130 });
    await ended;
    client.close();
  });
});
