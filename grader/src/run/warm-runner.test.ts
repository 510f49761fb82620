/**
 * Warm processes: the same verdicts as from a process of its own, whatever the variants before did,
 * and nothing that is left behind.
 */

import { afterAll, describe, expect, test } from "@jest/globals";
import type { LabelRequest } from "../grade/label-request.ts";
import type { TestReport } from "../report/report.ts";
import { runLabel } from "./run-label.ts";
import { createFakeCourse, type FakeLab, requestFor } from "./testing/fake-lab.ts";
import { waitUntilGone } from "./testing/wait-until-gone.ts";
import { WarmRunner } from "./warm-runner.ts";

const right = {
  add: "(a: number, b: number): number => a + b;",
  count: "(): number => ++calls;",
  wait: "async (): Promise<void> => undefined;",
};

/** The owned file, with other functions than the right ones. */
function owned(other: Partial<typeof right> = {}, head = ""): FakeLab["owned"] {
  const functions = Object.entries({ ...right, ...other });
  const lines = functions.map(([name, code]) => `export const ${name} = ${code}`);
  const text = ['import { todo } from "@tinykv/runtime";', "let calls = 0;", head, ...lines];
  return { "src/owned.ts": text.join("\n") };
}

const fake: FakeLab = {
  owned: owned(),
  testHead: "let inThisRun = 0;",
  tests: {
    adds: 't.expectEqual(lab.add(1, 2), 3, "the sum");',
    counts: 't.expectEqual(lab.count(), 1, "the number of calls");',
    "counts here": 't.expectEqual(++inThisRun, 1, "the number of runs of this module");',
    "waits a little": "await lab.wait();",
  },
  limits: { testSeconds: 60, memoryMiB: 400 },
};
/** For tests that are to time out. */
const hasty: FakeLab = { ...fake, limits: { testSeconds: 1 } };

const passed = "passed";
/** Variants, in the order in which they share processes, with what the four tests come to. */
const variants: readonly (readonly [string, FakeLab["owned"], readonly string[]])[] = [
  ["survives", owned(), [passed, passed, passed, passed]],
  [
    "is killed",
    owned({ add: "(a: number, b: number): number => a - b;" }),
    ["failed", passed, passed, passed],
  ],
  [
    "hides that it is not written",
    owned({ add: '(): number => { try { todo("1", "Owned.add"); } catch {} return 3; };' }),
    ["not-written", passed, passed, passed],
  ],
  ["loops", owned({ add: "(): number => { for (;;); };" }), ["timeout", passed, passed, passed]],
  [
    "waits for ever",
    owned({ wait: "(): Promise<void> => new Promise(() => undefined);" }),
    [passed, passed, passed, "timeout"],
  ],
  [
    "fills the memory",
    owned({
      add: "(): number => { for (const all: unknown[] = []; ; ) all.push(Array(1e6).fill(1)); };",
    }),
    ["crashed", passed, passed, passed],
  ],
  [
    "forgets a promise",
    owned({ add: '(): number => { void Promise.reject(new Error("lost")); return 3; };' }),
    ["failed", passed, passed, passed],
  ],
  [
    "cannot be loaded",
    owned({}, 'throw new Error("at once");'),
    ["failed", "failed", "failed", "failed"],
  ],
  ["survives after all of them", owned(), [passed, passed, passed, passed]],
];

const patientCourse = createFakeCourse(fake);
const hastyCourse = createFakeCourse(hasty);
const warm = new WarmRunner();
afterAll(async () => {
  await warm.close();
  for (const { remove } of [patientCourse, hastyCourse]) remove();
});

function request(files: FakeLab["owned"], { course, lab } = patientCourse): LabelRequest {
  return requestFor(course, lab, { ...fake, owned: files });
}

/** What a report says, apart from how long it took, and how V8 calls what it ran out of. */
function said(reports: readonly TestReport[]): unknown {
  return reports.map(({ name, status, message, file, line }) =>
    status === "crashed" ? { name, status } : { name, status, message, file, line },
  );
}

describe("a warm process and a process of its own agree about a variant that", () => {
  test.each(variants)("%s", async (_title, files, statuses) => {
    const one = request(files, statuses.includes("timeout") ? hastyCourse : patientCourse);
    const [inWarm, alone] = await Promise.all([warm.run(one), runLabel(one)]);
    expect(inWarm.map(({ status }) => status)).toEqual(statuses);
    expect(said(inWarm)).toEqual(said(alone));
  });
});

describe("what a run leaves in a warm process", () => {
  /** A test that does harm once its run is over: when the next order comes. */
  function harmful(harm: string): FakeLab {
    const body = `process.stdin.once("data", () => { ${harm} });`;
    return { ...hasty, tests: { harms: body } };
  }

  test.each([
    ["an endless loop", "for (;;);"],
    ["an exit", "process.exit(0);"],
  ])("costs no other run its verdict: %s", async (_title, harm) => {
    const harming = harmful(harm);
    const other = createFakeCourse(harming);
    const runner = new WarmRunner();
    try {
      for (const _run of [1, 2]) {
        const reports = await runner.run(requestFor(other.course, other.lab, harming));
        expect(reports.map(({ status }) => status)).toEqual(["passed"]);
      }
    } finally {
      await runner.close();
      other.remove();
    }
  });
});

describe("a warm runner", () => {
  test("that was closed ends a process as soon as that is done", async () => {
    const runner = new WarmRunner();
    const telling = { ...fake, tests: { "tells its pid": "t.fail(String(process.pid));" } };
    const other = createFakeCourse(telling);
    try {
      const running = runner.run(requestFor(other.course, other.lab, telling));
      await runner.close();
      const [report] = await running;
      expect(report?.message).toMatch(/^\d+$/);
      await waitUntilGone(Number(report?.message));
    } finally {
      other.remove();
    }
  });

  test("stops when it is told to, in the middle of a run", async () => {
    const abort = new AbortController();
    const onEvent: LabelRequest["onEvent"] = ({ type }) => {
      if (type === "test-start") abort.abort(new Error("stop it"));
    };
    const running = warm.run({ ...request(owned()), signal: abort.signal, onEvent });
    await expect(running).rejects.toThrow("stop it");
    expect((await warm.run(request(owned()))).map(({ status }) => status)).toContain("passed");
  });
});
