/** Tests of the small parts that figures are made of: shares, keys, sync times, processor times. */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { cpuText, percentText } from "./figure.ts";
import { cpuSeconds } from "./process-cpu.ts";
import { syncTimeMs } from "./sync-time.ts";
import { DATA_KEYS, dataKey, freshKey } from "./workload.ts";

describe("percentText()", () => {
  test("shows a share in whole per cent", () => {
    expect(percentText({ name: "bare", perSecond: 1, share: 0.756 })).toBe("76 %");
    expect(percentText({ name: "bare", perSecond: 1, share: 3 })).toBe("300 %");
  });
});

describe("cpuText()", () => {
  const figure = { name: "a", unit: "puts", perSecond: 1, peers: [] };
  const cases = [
    [undefined, ""],
    [123.4, "123"],
    [0.56, "0.6"],
  ] as const;
  for (const [cpuUs, text] of cases) {
    test(`of ${cpuUs} µs is "${text}"`, () => {
      expect(cpuText(cpuUs === undefined ? figure : { ...figure, cpuUs })).toBe(text);
    });
  }
});

describe("dataKey()", () => {
  test("visits every key of the set once before any twice, and not in order", () => {
    const keys = Array.from({ length: DATA_KEYS }, (_, n) => dataKey(n).toString());
    expect(new Set(keys).size).toBe(DATA_KEYS);
    expect(dataKey(DATA_KEYS).toString()).toBe(keys[0]);
    expect(keys.slice(0, 3)).not.toEqual(keys.toSorted().slice(0, 3));
  });

  test("and freshKey() make keys of 16 bytes that do not meet", () => {
    for (const key of [dataKey(1), freshKey(1)]) expect(key).toHaveLength(16);
    expect(dataKey(5).equals(freshKey(5))).toBe(false);
  });
});

describe("syncTimeMs()", () => {
  test("measures something, and leaves nothing behind", () => {
    const folder = mkdtempSync(join(tmpdir(), "tinykv-sync-"));
    expect(syncTimeMs(folder, 3)).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe("cpuSeconds()", () => {
  test("grows for this process, and is unknown for one that is not there", () => {
    const before = cpuSeconds(process.pid);
    // Where there is no /proc the figure is left out.
    if (before !== undefined) {
      const used = process.cpuUsage();
      while (process.cpuUsage(used).user < 30_000);
      expect(cpuSeconds(process.pid)).toBeGreaterThan(before);
    }
    expect(cpuSeconds(2 ** 30)).toBeUndefined();
  });
});
