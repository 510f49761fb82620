/**
 * Runs labels of tiny labs in real processes: what becomes of tests that pass, fail, wait, loop,
 * and take their process with them. Attempts to forge a result are in `forgery.test.ts`.
 *
 * Several claims share a run where they can: each process costs a second of computing.
 */

import { beforeAll, describe, expect, test } from "@jest/globals";
import { type FakeRun, runFakeLab } from "./testing/fake-lab.ts";

describe("a test of a label", () => {
  let run: FakeRun;

  beforeAll(async () => {
    run = await runFakeLab({
      owned: {
        "src/owned.ts": [
          'import { todo } from "@tinykv/runtime";',
          "export const add = (a: number, b: number): number => a + b;",
          "export function divide(a: bigint, b: bigint): bigint {",
          "  return a / b;",
          "}",
          'export const gap = (): void => todo("1", "Owned.gap");',
          "export function hidden(): string {",
          '  try { gap(); } catch { return "caught"; }',
          '  return "";',
          "}",
          "export const forever = (): Promise<void> => new Promise(() => undefined);",
          'export const forgotten = (): void => void Promise.reject(new Error("lost"));',
          "export function closeEarly(): never {",
          '  const code = "engine/iterator-open";',
          "  throw Object.assign(new Error(`${code} openIterators=1`), { code });",
          "}",
          "export function print(times: number): void {",
          '  for (let i = 0; i < times; i++) console.log("line", i, Buffer.from([7]));',
          "}",
        ].join("\n"),
      },
      tests: {
        passes: 't.expectEqual(lab.add(1, 2), 3, "the sum");',
        fails: `
          await t.step("add 1 and 2", () => lab.add(1, 2));
          await t.step("add 2 and 2", () => t.expectEqual(lab.add(2, 2), 5, "the sum"));
          await t.step("add 3 and 2", () => lab.add(3, 2));`,
        throws: 'await t.step("divide by 0", () => lab.divide(1n, 0n));',
        gap: 't.expectEqual(lab.hidden(), "caught", "what became of it");',
        "gap and failure": 'lab.hidden(); t.fail("something else");',
        waits: 'await t.step("wait for the log", () => lab.forever());',
        forgets: "lab.forgotten();",
        "closes early": "lab.closeEarly();",
        "fails at length": `
          await t.step("add", () => t.fail("x".repeat(500)));`,
        prints: "lab.print(3);",
        floods: "lab.print(200_000);",
        seeded: 't.fail([t.random.below(1000), t.random.below(1000)].join(" "));',
      },
    });
  });

  test("has its points if it passes", () => {
    expect(run.byName["passes"]).toEqual({
      name: "passes",
      status: "passed",
      points: 2,
      max: 2,
      durationMs: expect.any(Number),
      message: "",
      seed: 7,
      replay: "npm run lab -- test 1 -t passes --seed 7",
    });
  });

  test("that fails shows its steps, and marks the one that failed", () => {
    expect(run.byName["fails"]).toMatchObject({ status: "failed", points: 0, max: 2 });
    expect(run.byName["fails"]?.message.split("\n")).toEqual([
      "expected the sum 5, but got 4",
      "1. add 1 and 2",
      "2. add 2 and 2   ← failed here",
      "   expected the sum 5",
      "   but got  4",
    ]);
  });

  test("that fails at length says it whole once, at the step", () => {
    const lines = run.byName["fails at length"]?.message.split("\n") ?? [];
    expect(lines.map((line) => line.length)).toEqual([161, "1. add   ← failed here".length, 503]);
  });

  test("that closes a reader too early is told what to close first", () => {
    expect(run.byName["closes early"]?.message).toBe(
      "engine/iterator-open openIterators=1: a reader was closed while an iterator of it was " +
        "open; close the iterator first",
    );
  });

  test("in which lab code throws points at the student's line", () => {
    const report = run.byName["throws"];
    expect(report).toMatchObject({ status: "failed", file: "labs/fake/src/owned.ts", line: 4 });
    expect(report?.message).toContain("RangeError: Division by zero");
    // The place is told apart from the message, and once.
    expect(report?.message).not.toContain("owned.ts");
  });

  test.each(["gap", "gap and failure"])("that reaches a gap is not written (%s)", (name) => {
    const message = expect.stringMatching(/^Owned\.gap is not written yet \(label 1\)/);
    expect(run.byName[name]).toMatchObject({ status: "not-written", points: 0, message });
  });

  test("that waits for ever is given up, and says for what it waited", () => {
    const report = run.byName["waits"];
    expect(report?.status).toBe("timeout");
    expect(report?.message).toContain('step 1, "wait for the log" did not end within 1 s');
    expect(report?.message).toContain("← still waiting");
  });

  test("that leaves a rejected promise behind has failed", () => {
    expect(run.byName["forgets"]).toMatchObject({ status: "failed", line: 12 });
    expect(run.byName["forgets"]?.message).toContain("nothing waited for it");
  });

  test("has its output passed on, as much of it as is kept", () => {
    const printed = (name: string): string[] =>
      run.events.flatMap((event) =>
        event.type === "console" && event.name === name ? [event.text] : [],
      );
    expect(printed("prints")).toEqual(["line 0 [7]", "line 1 [7]", "line 2 [7]"]);
    expect(printed("floods").join("").length).toBeLessThan(20_000);
    expect(printed("floods").at(-1)).toContain("the rest is left out");
    expect(run.byName["floods"]?.status).toBe("passed");
  });

  test("draws the same random numbers from the same seed", () => {
    expect(run.byName["seeded"]?.message.split("\n")[0]).toBe("911 385");
  });

  test("is told to the caller when it begins and when it ends", () => {
    const told = run.events.filter((event) => event.type !== "console");
    expect(told.slice(0, 2)).toEqual([
      { type: "test-start", name: "passes" },
      { type: "test-end", test: run.byName["passes"] },
    ]);
    expect(told).toHaveLength(24);
  });
});

describe("a test that takes its process down", () => {
  const looping = {
    owned: {
      "src/owned.ts": `
        export const add = (a: number, b: number): number => a + b;
        export function loop(): void { for (;;); }
        export async function spin(): Promise<void> { for (;;) await null; }`,
    },
    tests: {
      loops: 'await t.step("add", () => lab.add(1, 2)); await t.step("loop", () => lab.loop());',
      passes: 't.expectEqual(lab.add(1, 2), 3, "the sum");',
      spins: "await lab.spin();",
      "comes late": 't.expectEqual(lab.add(1, 2), 3, "the sum");',
    },
  };

  test("by looping is a timeout, and every other test has a result of its own", async () => {
    const { byName } = await runFakeLab(looping);
    const statuses = Object.entries(byName).map(([name, { status }]) => [name, status]);
    expect(Object.fromEntries(statuses)).toEqual({
      loops: "timeout",
      passes: "passed",
      spins: "timeout",
      "comes late": "passed",
    });
  });

  test("ends the run at the last loss that the caller wants to wait for", async () => {
    const { byName, events } = await runFakeLab(looping, { lossesMax: 2 });
    expect(byName["loops"]).toMatchObject({ status: "timeout", points: 0 });
    expect(byName["loops"]?.message).toContain("an endless loop?");
    expect(byName["loops"]?.message).toContain('The last step that began was step 2, "loop".');
    expect(byName["passes"]).toMatchObject({ status: "passed", points: 2 });
    expect(byName["spins"]?.status).toBe("timeout");
    expect(byName["comes late"]).toMatchObject({ status: "timeout", points: 0 });
    expect(byName["comes late"]?.message).toMatch(/^not run: /);
    expect(events.filter((event) => event.type === "test-end")).toHaveLength(4);
  });

  test("by filling memory has crashed, whether with objects or with Buffers", async () => {
    const { byName } = await runFakeLab({
      owned: {
        "src/owned.ts": `
          export function objects(): void {
            const kept: unknown[] = [];
            for (;;) kept.push({ index: kept.length, text: String(kept.length) });
          }
          export async function buffers(): Promise<void> {
            const kept: Buffer[] = [];
            for (;;) {
              kept.push(Buffer.alloc(4 << 20, 1));
              await null;
            }
          }`,
      },
      tests: { objects: "lab.objects();", buffers: "await lab.buffers();" },
      limits: { testSeconds: 30, memoryMiB: 320 },
    });
    expect(byName["objects"]).toMatchObject({ status: "crashed", points: 0 });
    expect(byName["objects"]?.message).toMatch(/^out of memory: the test /);
    expect(byName["buffers"]?.status).toBe("crashed");
    expect(byName["buffers"]?.message).toMatch(/^out of memory: the test took more than 320 MiB/);
  });
});

describe("a lab that cannot be loaded", () => {
  const tests = { one: "lab.one();", two: "lab.two();" };

  test("because it loops costs every test, and one process", async () => {
    const { reports } = await runFakeLab({ owned: { "src/owned.ts": "for (;;);" }, tests });
    expect(reports.map(({ status }) => status)).toEqual(["timeout", "timeout"]);
    expect(reports[1]?.message).toContain("loading the lab did not end within 1 s");
  });

  test("because it throws fails every test at the line that threw", async () => {
    const owned = { "src/owned.ts": '\nthrow new Error("not today");' };
    const { reports } = await runFakeLab({ owned, tests });
    for (const report of reports) {
      const place = { file: "labs/fake/src/owned.ts", line: 2 };
      expect(report).toMatchObject({ status: "failed", message: "not today", ...place });
    }
  });

  test("because a gap is reached is not written", async () => {
    const text = 'import { todo } from "@tinykv/runtime"; export const one = todo("1", "one");';
    const { reports } = await runFakeLab({ owned: { "src/owned.ts": text }, tests });
    expect(reports.map(({ status }) => status)).toEqual(["not-written", "not-written"]);
  });

  test("because it is not valid says where", async () => {
    const text = "\nexport const one = await Promise.resolve(1);";
    const { reports } = await runFakeLab({ owned: { "src/owned.ts": text }, tests });
    expect(reports[1]).toMatchObject({ status: "failed", line: 2 });
    const message =
      "lab/syntax: labs/fake/src/owned.ts:2: lab code cannot `await` at the top of a file";
    expect(reports[1]?.message).toBe(message);
  });
});

describe("a course that is wrong", () => {
  test("with a test that lab.json does not name is an error of the grader", async () => {
    const run = runFakeLab({
      owned: { "src/owned.ts": "export const x = 1;" },
      tests: { named: "", unnamed: "" },
      titles: ["named"],
    });
    await expect(run).rejects.toMatchObject({ code: "grader/label-setup" });
  });

  test("without a test that lab.json names says so", async () => {
    const { byName } = await runFakeLab({
      owned: { "src/owned.ts": "export const x = 1;" },
      tests: { there: 't.expectEqual(lab.x, 1, "x");' },
      titles: ["there", "missing"],
    });
    expect(byName["there"]?.status).toBe("passed");
    expect(byName["missing"]).toMatchObject({ status: "crashed", points: 0 });
    expect(byName["missing"]?.message).toContain("no test of this title");
  });
});
