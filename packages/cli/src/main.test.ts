/** Tests of `tinykv` as a process: its exit codes and its two outputs are the real ones. */

import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type InProcessServer, nodeArgs, startInProcess } from "@tinykv/server/harness";
import { execa } from "execa";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

let up: InProcessServer;
beforeAll(async () => {
  up = await startInProcess();
});
afterAll(() => up.close());

function tinykv(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return execa(process.execPath, nodeArgs(main, args), { reject: false }).then((result) => ({
    code: result.exitCode ?? -1,
    out: result.stdout,
    err: result.stderr,
  }));
}

describe("tinykv", () => {
  test("puts and gets, and tells an absent key by its exit code", async () => {
    const at = ["--addr", up.addr];
    expect(await tinykv("raw", "put", "k", "é", ...at)).toEqual({ code: 0, out: "ok", err: "" });
    expect(await tinykv("raw", "get", "k", ...at)).toEqual({ code: 0, out: "é", err: "" });
    const absent = await tinykv("raw", "get", "nothing", ...at);
    expect(absent).toMatchObject({ code: 1, out: "", err: expect.stringContaining("not found") });
  });

  test("prints no escape sequence into a pipe, not even one that a library would", async () => {
    const at = ["--addr", up.addr];
    for (const key of ["a", "bb", "ccc"]) await tinykv("raw", "put", key, "v", ...at);
    const { out, err } = await tinykv("raw", "scan", "--start", "a", "--limit", "3", ...at);
    expect(out).toBe("a    v\nbb   v\nccc  v");
    expect(err).not.toContain("\u001b");
  });

  test("says in one line that no server answers", async () => {
    const { code, out, err } = await tinykv("raw", "get", "k", "--addr", "127.0.0.1:1");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^tinykv: No TinyKV server answers at 127\.0\.0\.1:1\. [^\n]*$/);
  });
});
