/**
 * Ctrl-C, and being told to stop by the system: the command ends its children, removes what it
 * wrote and leaves with the exit code that says so. Through the very command that a user types.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { courseRoot } from "../src/cli/command-io.ts";
import { tempFolder } from "../src/testing/temp-folder.ts";

const root = courseRoot();

/** A submission that loops as soon as a test uses it, and is killed for it after a good while. */
function loopingSubmission(): string {
  const path = "solution/standalone/src/raw-handlers.ts";
  const text = readFileSync(join(root, path), "utf8").replace(
    /export async function rawGet\([^)]*\): Promise<\w+> \{\n/,
    (head) => `${head}  for (;;) {}\n`,
  );
  expect(text).toContain("for (;;) {}");
  const storage = "solution/standalone/src/standalone-storage.ts";
  return tempFolder({
    "src/raw-handlers.ts": text,
    "src/standalone-storage.ts": readFileSync(join(root, storage)),
  });
}

/** Resolves once the folder of a running label is there: from then on there is something to end. */
async function untilLabelRuns(temp: string): Promise<void> {
  for (;;) {
    const processes = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout;
    if (processes.includes(join(temp, "tinykv-label-"))) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function grade(folder: string, temp: string): ChildProcess {
  return spawn(
    process.execPath,
    [join(root, "packages/toolchain/bootstrap.mjs"), "grade", folder, "--format", "json"],
    { env: { ...process.env, TMPDIR: temp }, stdio: ["ignore", "pipe", "pipe"] },
  );
}

describe("grade, stopped while a label runs", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s, exits with %d and leaves nothing behind", async (signal, code) => {
    const temp = tempFolder();
    const child = grade(loopingSubmission(), temp);
    let stdout = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    await untilLabelRuns(temp);
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([code, null]);
    expect(stdout).toBe("");
    const processes = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout;
    expect(processes.split("\n").filter((line) => line.includes(temp))).toEqual([]);
    expect(readdirSync(temp)).toEqual([]);
  });
});
