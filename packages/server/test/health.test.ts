/** Tests of what a server says about its health, and when. Nothing waits for a time. */

import { status } from "@grpc/grpc-js";
import { describe, expect, test } from "@jest/globals";
import { mapLab, RawTestClient } from "../src/harness/index.ts";
import {
  addressLog,
  gate,
  healthOf,
  key,
  serverStarter,
  waitingLab,
  watchHealth,
} from "./fixtures.ts";

const start = serverStarter();

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
