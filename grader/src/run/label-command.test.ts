/** The command line and the environment of a label's process. */

import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import { labRunSchema, RUN_VARIABLE } from "@tinykv/lab-kit/events";
import { labelCommand } from "./label-command.ts";
import { labelOrder } from "./label-order.ts";
import { stageFiles } from "./stage-files.ts";
import { createFakeCourse, type FakeLab, requestFor } from "./testing/fake-lab.ts";

const fake: FakeLab = { owned: { "src/owned.ts": "export {};" }, tests: { one: "", two: "" } };
const { course, lab, remove } = createFakeCourse(fake);
const request = requestFor(course, lab, fake);
const stage = stageFiles(course, request.files);
const limits = { labelSeconds: 30, memoryMiB: 512 };

afterAll(() => {
  stage.remove();
  remove();
});

afterEach(() => {
  delete process.env["NODE_OPTIONS"];
});

const command = (debug: boolean) =>
  labelCommand(labelOrder({ ...request, debug }, stage, { run: ["two"], testSeconds: 1 }), stage, {
    ...limits,
    debug,
  });

describe("the order of a process", () => {
  test("is valid, and asks for what is to run now", () => {
    const order = labRunSchema.parse(JSON.parse(command(false).env[RUN_VARIABLE] ?? ""));
    expect(order).toMatchObject({ lab: "fake", label: "1", seed: 7, testSeconds: 1 });
    expect([order.tests, order.run]).toEqual([["one", "two"], ["two"]]);
  });

  test("has canaries that are different each time", () => {
    const canaries = [1, 2, 3].flatMap(
      () => labelOrder(request, stage, { run: ["one"], testSeconds: 1 }).canaries,
    );
    expect(new Set(canaries).size).toBe(6);
  });

  test("sets no limit for a test that is debugged", () => {
    expect(
      labelOrder({ ...request, debug: true }, stage, { run: [], testSeconds: 1 }).testSeconds,
    ).toBe(0);
  });
});

describe("the command of a process", () => {
  test("has limits of the system around Node", () => {
    const { file, args } = command(false);
    expect([file, args[1]]).toEqual(["/bin/sh", 'ulimit -c 0; ulimit -t 70; exec "$@"']);
    expect(args).toContain("--max-old-space-size=384");
    expect(args.some((word) => word.startsWith("--inspect"))).toBe(false);
  });

  test("has an environment that does not depend on who grades", () => {
    process.env["NODE_OPTIONS"] = "--no-warnings";
    const { env } = command(false);
    const allowed = ["PATH", "LANG", "SystemRoot", "TMPDIR", "TEMP", "TMP", "TZ", "NO_COLOR"];
    const extra = Object.keys(env).filter((name) => !allowed.includes(name));
    expect(extra).toEqual([RUN_VARIABLE]);
    expect(env["TMPDIR"]).toBe(stage.tempFolder);
  });

  test("waits for a debugger and has no limits, if it is to be debugged", () => {
    const { file, args } = command(true);
    expect(file).toBe(process.execPath);
    expect(args).toContain("--inspect-brk");
    expect(args.some((word) => word.startsWith("--max-old-space-size"))).toBe(false);
  });

  test("leaves the debugger to an editor that has arranged for one", () => {
    process.env["NODE_OPTIONS"] = "--inspect=0";
    const { args, env } = command(true);
    expect(args).not.toContain("--inspect-brk");
    expect(env["NODE_OPTIONS"]).toBe("--inspect=0");
  });
});
