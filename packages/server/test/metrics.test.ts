/** Tests of the numbers that a server shows, and of where it shows them. */

import { PerformanceObserver } from "node:perf_hooks";
import { describe, expect, jest, test } from "@jest/globals";
import type { Engine } from "@tinykv/engine";
import { memoryEngines } from "@tinykv/engine/memory";
import { callRaw, fetched, holdingLab, key, serverStarter } from "./fixtures.ts";

const start = serverStarter();

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

  test("about the process are measured once, however many servers come and go", async () => {
    await start({ metricsAddr: "off" });
    const observe = jest.spyOn(PerformanceObserver.prototype, "observe");
    try {
      const servers = [await start({ metricsAddr }), await start({ metricsAddr })];
      expect(observe).not.toHaveBeenCalled();
      for (const { server } of servers) {
        const { body } = await fetched(server.metricsAddr?.port ?? 0, "/metrics");
        expect(body).toContain("nodejs_eventloop_lag_p99_seconds");
      }
    } finally {
      observe.mockRestore();
    }
  });

  test("end with the server", async () => {
    const server = await start({ metricsAddr });
    const { port } = server.server.metricsAddr ?? { port: 0 };
    await server.server.stop();
    await expect(fetched(port, "/metrics")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
