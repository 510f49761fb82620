/** The engine in memory, and what is special about it. */

import { describe, expect, test } from "@jest/globals";
import { engineConformance } from "./conformance/index.ts";
import { memoryEngines } from "./memory.ts";

const seed = process.env["TINYKV_SEED"];

engineConformance(
  "in memory",
  () => ({ engines: memoryEngines(), path: "/data", remove: async () => undefined }),
  { runs: 100, ...(seed === undefined ? {} : { seed: Number(seed) }) },
);

describe("memoryEngines()", () => {
  test("is a disk of its own", async () => {
    const one = await memoryEngines().open("/data");
    const two = await memoryEngines().open("/data");
    await one.write([{ type: "put", cf: "default", key: Buffer.of(1), value: Buffer.of(1) }], {
      sync: true,
    });
    expect(await two.get("default", Buffer.of(1))).toBeUndefined();
    await one.close();
    await two.close();
  });

  for (const path of ["/data/", "/data/.", "/x/../data", "//data"]) {
    test(`knows ${path} for the same place as /data`, async () => {
      const engines = memoryEngines();
      const engine = await engines.open("/data");
      await expect(engines.open(path)).rejects.toMatchObject({ code: "engine/locked" });
      await engine.close();
    });
  }
});
