/** One hash stands for a whole trace, also between processes. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { lineHash, TraceHash } from "../src/guard/trace-hash.ts";
import { hashOfRun } from "./hashed-run.ts";
import { tsArgs } from "./ts-args.ts";

const SCRIPT = fileURLToPath(new URL("hashed-run.ts", import.meta.url));

/** The hash that another process comes to; its `salt` shifts everything that Node leaves open. */
async function hashElsewhere(seed: number, salt: number, mode = ""): Promise<string> {
  const flags = [`--random-seed=${salt}`, `--hash-seed=${salt}`];
  const args = tsArgs(SCRIPT, { args: [String(seed), mode], flags });
  return (await promisify(execFile)(process.execPath, args)).stdout.trim();
}

function hashOf(lines: readonly string[]): TraceHash {
  const hash = new TraceHash();
  lines.forEach(hash.sink);
  return hash;
}

describe("the hash of a trace", () => {
  test("is that of its text", () => {
    const text = "one\nzwölf\n";
    const hash = hashOf(["one", "zwölf"]);
    expect(hash.digest()).toBe(createHash("sha256").update(text).digest("hex"));
    expect(hash.lines).toBe(2);
  });

  test("can be asked for on the way", () => {
    const hash = hashOf(["one"]);
    const early = hash.digest();
    expect(hash.digest()).toBe(early);
    hash.sink("two");
    expect(hash.digest()).toBe(hashOf(["one", "two"]).digest());
    expect(hash.digest()).not.toBe(early);
  });

  test.each([
    ["another order", ["two", "one"]],
    ["a line less", ["one"]],
    ["an empty line more", ["one", "two", ""]],
    ["another place for a line to end", ["onet", "wo"]],
    ["no line", []],
  ])("is another one for %s", (_what, lines) => {
    expect(hashOf(lines).digest()).not.toBe(hashOf(["one", "two"]).digest());
  });

  test("is the same in this process and in others", async () => {
    const here = await hashOfRun(7, false);
    expect(here.lines).toBeGreaterThan(40);
    const elsewhere = await Promise.all([hashElsewhere(7, 1), hashElsewhere(7, 2)]);
    expect(elsewhere).toEqual([here.digest(), here.digest()]);
  });

  test("is another one for another seed", async () => {
    const [one, two] = await Promise.all([hashElsewhere(1, 1), hashElsewhere(2, 1)]);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(two).not.toBe(one);
  });

  test("tells processes apart whose program draws from the machine", async () => {
    const runs = [hashElsewhere(7, 1, "ambient"), hashElsewhere(7, 2, "ambient")];
    const [one, two] = await Promise.all(runs);
    expect(two).not.toBe(one);
  });
});

describe("the hash of a line", () => {
  test("is a whole number of 48 bits", () => {
    const hashes = ["", "one", "two"].map(lineHash);
    expect(new Set(hashes).size).toBe(3);
    for (const hash of hashes) {
      expect(Number.isSafeInteger(hash)).toBe(true);
      expect(hash).toBeLessThan(2 ** 48);
    }
  });
});
