/** Tests of starts that fail, or meet a lab that is not written yet. */

import { status } from "@grpc/grpc-js";
import { describe, expect, test } from "@jest/globals";
import type { EngineOpener } from "@tinykv/engine";
import { memoryEngines } from "@tinykv/engine/memory";
import { NotImplementedError, TinyKvError } from "@tinykv/runtime";
import { mapLab } from "../src/harness/index.ts";
import type { Lab } from "../src/index.ts";
import { addressLog, expectNobodyAt, healthOf, holdingLab, serverStarter } from "./fixtures.ts";

const start = serverStarter();

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

  test("after the storage was opened closes it, and says why it failed", async () => {
    const engines = memoryEngines();
    const why = new TypeError("a bug in the handlers");
    const holding = holdingLab();
    const lab: Lab = {
      storage: (config) => ({
        ...holding.storage(config),
        // One step back that goes wrong must neither hide the reason nor keep the others.
        stop: () => Promise.reject(new Error("stuck")),
      }),
      api: () => {
        throw why;
      },
    };
    const { log, listening } = addressLog();
    await expect(start({ lab, engines, log })).rejects.toBe(why);
    await expectNobodyAt(await listening);
    await (await engines.open("not used")).close();
  });

  test("at a host without an address says so", async () => {
    const addr = { host: "203.0.113.1", port: 0 };
    await expect(start({ addr })).rejects.toMatchObject({
      code: "server/bind",
      message: expect.stringContaining("this machine has no such address"),
    });
  });
});
