/** The limit on labels at the same time. */

import { describe, expect, test } from "@jest/globals";
import { createPool, defaultJobs } from "./pool.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("createPool", () => {
  test("starts tasks in the order in which they came, so many at once", async () => {
    const log: string[] = [];
    const pool = createPool(2);
    const task = (name: string) =>
      pool(async () => {
        log.push(`${name} begins`);
        await turn();
        log.push(`${name} ends`);
        return name;
      });
    expect(await Promise.all([task("a"), task("b"), task("c")])).toEqual(["a", "b", "c"]);
    expect(log.slice(0, 2)).toEqual(["a begins", "b begins"]);
    expect(log.indexOf("c begins")).toBeGreaterThan(log.indexOf("a ends"));
  });

  test("goes on after a task that failed", async () => {
    const pool = createPool(1);
    const failing = pool(async () => {
      await turn();
      throw new Error("no");
    });
    const next = pool(async () => "next");
    await expect(failing).rejects.toThrow("no");
    expect(await next).toBe("next");
  });
});

test("defaultJobs is at least 1, and never enough to fight for the disk", () => {
  expect(defaultJobs()).toBeGreaterThanOrEqual(1);
  expect(defaultJobs()).toBeLessThanOrEqual(4);
});
