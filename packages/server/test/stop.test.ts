/**
 * Tests of how a server stops while calls run, and of what it leaves open. Nothing waits for a
 * time: handlers wait for the test, and the test waits for what the server says.
 */

import { status } from "@grpc/grpc-js";
import { describe, expect, test } from "@jest/globals";
import type { Engine } from "@tinykv/engine";
import { memoryEngines } from "@tinykv/engine/memory";
import { RawGetResponse } from "@tinykv/proto";
import { NotImplementedError } from "@tinykv/runtime";
import { RawTestClient } from "../src/harness/index.ts";
import type { Lab } from "../src/index.ts";
import { gate, holdingLab, key, serverStarter, waitingLab, watchHealth } from "./fixtures.ts";

const start = serverStarter();

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
      storage: (config) => holding.storage(config),
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
