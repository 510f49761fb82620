/**
 * One call of `grade` over everything that a class may hand in: the solution, the untouched
 * skeleton, honest mistakes, and submissions that loop, exit, eat memory or tamper with the
 * language. Real labs, real processes, the limits of the course.
 */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { courseRoot } from "../src/cli/command-io.ts";
import { gradeCommand } from "../src/cli/grade-command.ts";
import { execute } from "../src/cli/run-command.ts";
import { testsOf } from "../src/report/group-tests.ts";
import { type Report, reportSchema, type TestReport } from "../src/report/report.ts";
import { cutSkeleton } from "../src/skeleton/cut-skeleton.ts";
import { makeZip } from "../src/testing/make-zip.ts";
import { memoryIo } from "../src/testing/memory-io.ts";
import { type Files, tempFolder } from "../src/testing/temp-folder.ts";

const root = courseRoot();
const OWNED = ["src/standalone-storage.ts", "src/raw-handlers.ts"];
const HANDLERS = "src/raw-handlers.ts";

/** The files of a submission: the solution's, changed. */
function files(name: string, change: (text: string, path: string) => string): Files {
  const entries = OWNED.map((path) => {
    const text = readFileSync(join(root, "solution/standalone", path), "utf8");
    return [`${name}/labs/standalone/${path}`, change(text, path)] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The solution with code in front of what `rawDelete` does. Only few tests give it a context: each
 * one that loops costs seconds.
 */
function inRawDelete(name: string, code: string): Files {
  const guarded = `if (request.context !== undefined) { ${code} }`;
  return files(name, (text, path) => (path === HANDLERS ? startRawDelete(text, guarded) : text));
}

function startRawDelete(text: string, code: string): string {
  const start = /export async function rawDelete\([^)]*\): Promise<\w+> \{\n/;
  return mustReplace(text, start, (head) => `${head}  ${code}\n`);
}

/** One honest mistake: an absent key is not told apart from an empty value. */
function forgetNotFound(text: string): string {
  return mustReplace(text, /notFound: true/, () => "notFound: false");
}

function mustReplace(text: string, what: RegExp, by: (found: string) => string): string {
  if (!what.test(text)) throw new Error(`the solution has changed: it has no ${String(what)}`);
  return text.replace(what, by);
}

const PATCHES = [
  "Object.is = () => true;",
  "Array.prototype.every = () => true;",
  "Array.prototype.push = function () { return 0; };",
  "Object.defineProperty(Array.prototype, 'length', { value: 0 });",
  "Buffer.prototype.equals = () => true;",
  "Buffer.compare = () => 0;",
  "Promise.prototype.then = function () { return this; };",
  "JSON.stringify = () => '{}';",
].map((line) => `try { ${line} } catch { /* it was worth a try */ }`);

const submissions: Files = {
  ...files("skeleton", (text, path) => cutSkeleton(text, path)),
  ...files("bug", (text, path) => (path === HANDLERS ? forgetNotFound(text) : text)),
  ...inRawDelete("loop", "for (;;);"),
  ...inRawDelete("exit", "process.exit(0);"),
  ...inRawDelete("memory", "const kept = []; for (;;) kept.push(new Array(20_000_000).fill(0));"),
  ...files("patches", (text, path) =>
    path === HANDLERS ? `${forgetNotFound(text)}\n${PATCHES.join("\n")}\n` : text,
  ),
  "empty/.gitkeep": "",
  "broken.zip": makeZip([{ name: HANDLERS, data: "x" }]).subarray(0, 40),
};

const NAMES = ["skeleton", "bug", "loop", "exit", "memory", "patches", "empty", "broken.zip"];

describe("a class graded in one call", () => {
  // Label processes stage their files here, so whatever is left of them has this name in it.
  const temp = tempFolder();
  const byName = new Map<string, Report>();
  let code = -1;
  let stderr = "";

  beforeAll(async () => {
    const usualTemp = process.env["TMPDIR"];
    process.env["TMPDIR"] = temp;
    const io = memoryIo({ root, from: tempFolder(submissions) });
    const args = ["--solution", ...NAMES, "--lab", "standalone", "--format", "json", "--jobs", "2"];
    try {
      code = await execute(gradeCommand, args, io);
    } finally {
      // The next test file may run in this very thread.
      if (usualTemp === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = usualTemp;
    }
    stderr = io.stderr.text;
    for (const report of z.array(reportSchema).parse(JSON.parse(io.stdout.text))) {
      byName.set(report.submission, report);
    }
  });

  function tests(name: string): readonly TestReport[] {
    const report = byName.get(name);
    if (report === undefined) throw new Error(`there is no report on ${name}`);
    return testsOf(report);
  }

  const statuses = (name: string) => [...new Set(tests(name).map((one) => one.status))].sort();
  const score = (name: string) => byName.get(name)?.score ?? -1;

  test("ends with exit code 0 and a report on each, in the order of the call", () => {
    expect(code).toBe(0);
    expect([...byName.keys()]).toEqual(["--solution", ...NAMES]);
    const counts = new Set([...byName.values()].map((report) => testsOf(report).length));
    expect([...counts]).toEqual([tests("--solution").length]);
  });

  test("gives the solution everything and the skeleton nothing", () => {
    expect([score("--solution"), statuses("--solution")]).toEqual([10, ["passed"]]);
    expect([score("skeleton"), statuses("skeleton")]).toEqual([0, ["not-written"]]);
  });

  test("takes points for the one mistake, and for nothing else", () => {
    expect(statuses("bug")).toEqual(["failed", "passed"]);
    expect(score("bug")).toBeGreaterThan(5);
    expect(score("bug")).toBeLessThan(10);
  });

  test("gives tampering with the language nothing: the same mistake costs the same", () => {
    const results = (name: string) => tests(name).map((one) => `${one.name}: ${one.status}`);
    expect(results("patches")).toEqual(results("bug"));
  });

  test("ends a loop at its limit, and says where", () => {
    expect(statuses("loop")).toContain("timeout");
    expect(tests("loop").find((one) => one.status === "timeout")?.message).toMatch(/endless loop/);
    expect(score("loop")).toBeLessThan(10);
  });

  test("takes the same points for the same broken handler, however it breaks", () => {
    const lost = (name: string) => tests(name).flatMap((one) => (one.points > 0 ? [] : one.name));
    expect(lost("loop")).toEqual(lost("exit"));
    expect(lost("memory")).toEqual(lost("exit"));
    expect(score("loop")).toBe(score("exit"));
  });

  test("lets nobody leave with process.exit(0)", () => {
    expect(statuses("exit")).toEqual(["failed", "passed"]);
    const failed = tests("exit").filter((one) => one.status === "failed");
    expect(failed.some((one) => one.message.includes("lab code has no `process`"))).toBe(true);
    expect(failed[0]?.file).toBe("labs/standalone/src/raw-handlers.ts");
  });

  test("ends what eats memory", () => {
    expect(statuses("memory")).toContain("crashed");
    expect(tests("memory").find((one) => one.status === "crashed")?.message).toMatch(/memory/);
  });

  test("says of what could not be read why that is", () => {
    for (const name of ["empty", "broken.zip"]) {
      expect([score(name), statuses(name)]).toEqual([0, ["rejected"]]);
    }
    expect(byName.get("empty")?.problems[0]?.code).toBe("submission/no-files");
    expect(byName.get("broken.zip")?.problems[0]?.code).toBe("submission/broken-archive");
    expect(stderr).toMatch(/^empty: .*expected labs\/standalone\/src\/standalone-storage\.ts/m);
  });

  test("leaves no process and no file behind", () => {
    const processes = spawnSync("ps", ["-eo", "pid,args"], { encoding: "utf8" });
    expect(processes.stdout.split("\n").filter((line) => line.includes(temp))).toEqual([]);
    expect(readdirSync(temp).filter((name) => name.startsWith("tinykv-label-"))).toEqual([]);
  });
});
