/** The checks of codegen/: that they fail when they have to, and say what to do. */

import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

const here = fileURLToPath(new URL("..", import.meta.url));
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "tinykv-codegen-test-"));
  await cp(join(here, "src/gen"), join(scratch, "gen"), { recursive: true });
  await cp(join(here, "../../proto"), join(scratch, "proto"), { recursive: true });
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Runs a script of codegen/ and returns how it ended and all that it printed. */
function run(script: string, folder: string): Promise<{ ok: boolean; output: string }> {
  const args = [join(here, "codegen", script), join(scratch, folder)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: stdout + stderr });
    });
  });
}

/** Changes one file of the scratch copy. */
async function edit(file: string, pattern: string, replacement: string): Promise<void> {
  const path = join(scratch, file);
  const text = await readFile(path, "utf8");
  expect(text).toContain(pattern);
  await writeFile(path, text.replace(pattern, replacement));
}

describe("check-fresh", () => {
  test("names what is stale, missing or left over, and nothing else", async () => {
    await edit("gen/metapb.ts", "storeId", "storeID");
    await rm(join(scratch, "gen/errorpb.ts"));
    await writeFile(join(scratch, "gen/oldpb.ts"), "");
    const { ok, output } = await run("check-fresh.mjs", "gen");
    expect(ok).toBe(false);
    expect(output.split("\n")).toEqual([
      "packages/proto/src/gen: errorpb.ts is missing",
      "packages/proto/src/gen: metapb.ts is stale",
      "packages/proto/src/gen: oldpb.ts comes from no .proto file",
      "To mend it: npm --prefix packages/proto run generate",
      "",
    ]);
  });
});

describe("lint", () => {
  test("accepts a new field", async () => {
    const field = "string address = 2;";
    await edit("proto/metapb.proto", field, `${field}\n  // New.\n  bool new = 9;`);
    expect(await run("lint.mjs", "proto")).toMatchObject({ ok: true });
  });

  test("rejects another number, name or layout, and says what to do", async () => {
    await edit("proto/metapb.proto", "uint64 store_id = 2 ", "uint64 store_id = 3 ");
    await edit("proto/errorpb.proto", "string message = 1;", "string   Message = 1;");
    const { ok, output } = await run("lint.mjs", "proto");
    expect(ok).toBe(false);
    expect(output).toContain('Previously present field "2" with name "store_id"');
    expect(output).toContain("npm --prefix packages/proto run baseline");
    expect(output).toMatch(/errorpb\.proto.*Message.*should be lower_snake_case/);
    expect(output).toContain("buf format found something");
  });
});
