/** The engine on disk, and what is special about it: folders, locks, and damaged files. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { engineConformance, type TestDisk } from "./conformance/index.ts";
import { diskEngines } from "./disk.ts";
import type { WriteOp } from "./write-op.ts";

const seed = process.env["TINYKV_SEED"];

async function makeDisk(): Promise<TestDisk & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "tinykv-engine-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return { engines: diskEngines(), path: join(folder, "data"), folder, remove };
}

async function onDisk(
  run: (disk: TestDisk & { readonly folder: string }) => Promise<void>,
): Promise<void> {
  const disk = await makeDisk();
  try {
    await run(disk);
  } finally {
    await disk.remove();
  }
}

/** Puts of the same number in two families, so that half a batch can be told from a whole one. */
function pair(i: number): WriteOp[] {
  const key = Buffer.from([i]);
  return [
    { type: "put", cf: "default", key, value: key },
    { type: "put", cf: "write", key, value: key },
  ];
}

engineConformance("on disk", makeDisk, {
  runs: 30,
  ...(seed === undefined ? {} : { seed: Number(seed) }),
});

describe("diskEngines(), where it cannot open", () => {
  test("a file at the path is named", async () => {
    await onDisk(async ({ engines, path, folder }) => {
      await writeFile(path, "I am a file");
      for (const place of [path, join(path, "below")]) {
        const opening = engines.open(place);
        await expect(opening).rejects.toMatchObject({ code: "engine/io" });
        await expect(opening).rejects.toThrow(`${place}: a file is in the way`);
      }
      expect(await readdir(folder)).toEqual(["data"]);
    });
  });

  test("a damaged folder is called corrupt, with its path, and is left as it is", async () => {
    await onDisk(async ({ engines, path }) => {
      const engine = await engines.open(path);
      await engine.write(pair(1), { sync: true });
      await engine.close();
      await writeFile(join(path, "CURRENT"), "nonsense");
      const opening = engines.open(path);
      await expect(opening).rejects.toMatchObject({ code: "engine/corrupt" });
      await expect(opening).rejects.toThrow(path);
      expect(await readFile(join(path, "CURRENT"), "utf8")).toBe("nonsense");
    });
  });

  test("a folder that another process holds is locked, until that process is gone", async () => {
    await onDisk(async ({ engines, path }) => {
      await mkdir(path, { recursive: true });
      const script = `
        import { ClassicLevel } from "classic-level";
        await new ClassicLevel(${JSON.stringify(path)}).open();
        console.log("open");
        setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
        cwd: fileURLToPath(new URL("..", import.meta.url)),
        stdio: ["ignore", "pipe", "inherit"],
      });
      try {
        await once(child.stdout, "data");
        const opening = engines.open(path);
        await expect(opening).rejects.toMatchObject({ code: "engine/locked" });
        await expect(opening).rejects.toThrow(`${path}: open already`);
      } finally {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      await (await engines.open(path)).close();
    });
  });
});

describe("diskEngines(), after a crash", () => {
  /** Cuts the last bytes off the log of a closed engine, and tells how long the log was. */
  async function cutLog(path: string, left: (bytes: number) => number): Promise<void> {
    const [log] = (await readdir(path)).filter((name) => name.endsWith(".log"));
    const file = join(path, log ?? "no log");
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, left(whole.length)));
  }

  test("a log without its last bytes lacks the last batches, and half of none", async () => {
    const batches = 20;
    for (const part of [0, 0.05, 0.31, 0.5, 0.77, 0.93, 0.99, 1]) {
      await onDisk(async ({ engines, path }) => {
        const first = await engines.open(path);
        for (let i = 0; i < batches; i++) await first.write(pair(i), { sync: false });
        await first.close();
        await cutLog(path, (bytes) => Math.floor(bytes * part));

        const second = await engines.open(path);
        const found: boolean[] = [];
        for (let i = 0; i < batches; i++) {
          const inDefault = await second.get("default", Buffer.from([i]));
          expect(await second.get("write", Buffer.from([i]))).toEqual(inDefault);
          found.push(inDefault !== undefined);
        }
        // What is missing is missing at the end.
        expect(found).toEqual([...found].sort((a, b) => Number(b) - Number(a)));
        const missing = batches - found.filter(Boolean).length;
        if (part === 1) expect(missing).toBe(0);
        else expect(missing).toBeGreaterThan(0);
        await second.write(pair(99), { sync: true });
        await second.close();
      });
    }
  });

  test("writes that went down as a group are there together or not at all", async () => {
    for (const part of [0.2, 0.6, 0.95]) {
      await onDisk(async ({ engines, path }) => {
        const first = await engines.open(path);
        const writes = Array.from({ length: 30 }, (_, i) => first.write(pair(i), { sync: false }));
        await Promise.all(writes);
        await first.close();
        await cutLog(path, (bytes) => Math.floor(bytes * part));
        const second = await engines.open(path);
        for (let i = 0; i < 30; i++) {
          expect(await second.get("default", Buffer.from([i]))).toBeUndefined();
          expect(await second.get("write", Buffer.from([i]))).toBeUndefined();
        }
        await second.close();
      });
    }
  });
});

describe("get() on disk", () => {
  const key = Buffer.from("k");

  test("lets the turn end, however many reads follow each other", async () => {
    await onDisk(async ({ engines, path }) => {
      const engine = await engines.open(path);
      await engine.write([{ type: "put", cf: "default", key, value: key }], { sync: false });
      const turn = { hasEnded: false };
      setImmediate(() => (turn.hasEnded = true));
      for (let reads = 0; reads < 10_000 && !turn.hasEnded; reads++) {
        expect(await engine.get("default", key)).toEqual(key);
      }
      expect(turn.hasEnded).toBe(true);
      await engine.close();
    });
  });

  test("answers all reads of one turn, also those that go to another thread", async () => {
    await onDisk(async ({ engines, path }) => {
      const engine = await engines.open(path);
      await engine.write([{ type: "put", cf: "default", key, value: key }], { sync: false });
      const view = engine.readView();
      await engine.write([{ type: "delete", cf: "default", key }], { sync: false });
      const reads = Array.from({ length: 1000 }, (_, i) => {
        return (i % 2 === 0 ? engine : view).get("default", key);
      });
      const closed = view.close();
      const found = await Promise.all(reads);
      await closed;
      expect(found.filter((value) => value?.equals(key))).toHaveLength(500);
      expect(found.every((value, i) => (value === undefined) === (i % 2 === 0))).toBe(true);
      await engine.close();
    });
  });
});
