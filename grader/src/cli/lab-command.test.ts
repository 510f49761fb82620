/** `lab`: testing, watching, listing and replaying. */

import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { courseFiles } from "../testing/fixture-course.ts";
import { type MemoryIoOptions, memoryIo } from "../testing/memory-io.ts";
import { type StubPlan, stubRunner, textOf } from "../testing/stub-runner.ts";
import { tempFolder, writeFiles } from "../testing/temp-folder.ts";
import { labCommand } from "./lab-command.ts";
import { execute } from "./run-command.ts";

const GAP = `export function two(): number {
  // TODO(2AA) return two.
  //   read:  docs/labs/base.md#two
  todo("2AA", "two");
}
`;

const files = courseFiles({ "labs/base/src/deep/two.ts": GAP });
const root = tempFolder({ ...files, "trace.json": "[]" });

async function lab(args: string, more: Partial<MemoryIoOptions> & { plan?: StubPlan } = {}) {
  const { plan = () => ({ status: "passed" }), ...options } = more;
  const { run, requests } = stubRunner(plan);
  const io = memoryIo({ root, run, ...options });
  const code = await execute(labCommand, args.split(" "), io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text, requests };
}

describe("lab test", () => {
  test("shows each test, the score, and exits with 0 if all pass", async () => {
    const { code, stdout, stderr } = await lab("test 1");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n")).toEqual([
      "Label 1: First steps (lab base), 3 tests, seed 1",
      "",
      "  ✓ adds  1 ms",
      "  ✓ adds more  1 ms",
      "  ✓ subtracts  1 ms",
      "",
      "working tree: 2 of 2 points",
      "  1  First steps  ████████████████████  2 of 2   3 passed",
      "",
    ]);
  });

  test("shows a failure in full, and where to read on, and exits with 1", async () => {
    const plan: StubPlan = (name) =>
      name === "adds"
        ? { status: "failed", message: "got 2\n  1. put\n> 2. get", file: "x.ts", line: 3 }
        : { status: "passed" };
    const { code, stdout } = await lab("test 1", { plan });
    expect(code).toBe(1);
    expect(stdout).toContain("  ✗ adds\n  ✓ adds more  1 ms\n");
    expect(stdout).toContain(
      [
        "  ✗ adds  failed, label 1",
        "      got 2",
        "        1. put",
        "      > 2. get",
        "      at x.ts:3",
        "      read: docs/labs/base.md",
        "      again: npm run lab -- test 1 -t adds --seed 1",
      ].join("\n"),
    );
  });

  test("points at the gap that is not written yet, and at its page", async () => {
    const plan: StubPlan = () => ({ status: "not-written", message: "two is not written yet" });
    const { code, stdout } = await lab("test 2aa", { plan });
    expect(code).toBe(1);
    expect(stdout).toContain("  ○ goes on  not written, label 2AA");
    expect(stdout).toContain("      write: labs/base/src/deep/two.ts:2  (return two.)");
    expect(stdout).toContain("      read: docs/labs/base.md#two");
  });

  test("takes a lab for all its labels, and a part of a test's name", async () => {
    const { stdout } = await lab("test base");
    expect(stdout).toContain("Label 1: ");
    expect(stdout).toContain("Label 2AA: ");
    expect((await lab("test 1 -t more")).stdout).toContain("(lab base), 1 test, seed 1");
  });

  test("takes several texts as alternatives, and repeats them as they were typed", async () => {
    expect((await lab("test 1 -t more -t SUB")).stdout).toContain("(lab base), 2 tests, seed 1");
    const { code, stderr } = await lab("test 1 -t S10|S11 -t S12");
    expect(code).toBe(2);
    expect(stderr).toContain('no test of label 1 has "S10|S11" or "S12" in its name');
  });

  test("shows all steps of a single test, and of all with --full", async () => {
    const message = Array.from({ length: 30 }, (_, index) => `${index + 1}. step`).join("\n");
    const plan: StubPlan = () => ({ status: "failed", message });
    expect((await lab("test 1", { plan })).stdout).toContain("      (20 earlier steps)\n");
    expect((await lab("test 1 --full", { plan })).stdout).toContain("      15. step\n");
    expect((await lab("test 1 -t more", { plan })).stdout).toContain("      15. step\n");
  });

  test("explains options that npm has kept for itself", async () => {
    const { code, stderr } = await lab("test 1 RawGet");
    expect(code).toBe(2);
    expect(stderr).toContain("options come behind `--`, as in `npm run lab -- test 1 -t RawGet`");
  });

  test("hands on seed and debug", async () => {
    const { requests } = await lab("test 1 --seed 9 --debug");
    expect(requests.map((one) => [one.seed, one.debug])).toEqual([[9, true]]);
  });

  test("needs only the files that the label needs", async () => {
    const { requests } = await lab("test 3A");
    const [request] = requests;
    expect(request && textOf(request, "base", "src/deep/two.ts")).toBe(GAP);
  });

  test("shows what the student's code prints as text", async () => {
    const { run } = stubRunner();
    const io = memoryIo({
      root,
      env: { GITHUB_ACTIONS: "true" },
      run: (request) => {
        request.onEvent({ type: "console", name: "adds", text: "::error::x\n\u001b[2Jy\n" });
        return run(request);
      },
    });
    await execute(labCommand, ["test", "1"], io);
    expect(io.stdout.text).toContain("    │ ::error::x\n    │ y\n");
    expect(io.stdout.text).toMatch(/^Label 1.*\n\n::stop-commands::([\w-]+)\n[^]*::\1::\n/);
  });

  test("refuses a label that does not exist with the labels that do", async () => {
    const { code, stderr } = await lab("test 9");
    expect([code, stderr]).toEqual([
      2,
      'grade/unknown-label: there is no label "9"; choose from 1, 2AA, 3A\n',
    ]);
  });
});

describe("lab test --watch", () => {
  test("tests again when a file changes, and until it is stopped", async () => {
    const stop = new AbortController();
    const own = tempFolder(files);
    const seen: (string | undefined)[] = [];
    const { run } = stubRunner();
    const io = memoryIo({
      root: own,
      signal: stop.signal,
      run: async (request) => {
        seen.push(textOf(request, "base", "src/one.ts"));
        const tests = await run(request);
        if (seen.length === 1) writeFiles(own, { "labs/base/src/one.ts": "// second\n" });
        else stop.abort();
        return tests;
      },
    });
    expect(await execute(labCommand, ["test", "1", "--watch"], io)).toBe(130);
    expect(seen.slice(0, 2)).toEqual(["// skeleton of one\n", "// second\n"]);
  });
});

describe("lab list", () => {
  test("shows every label with its points, command and files", async () => {
    const { code, stdout } = await lab("list");
    expect(code).toBe(0);
    expect(stdout).toContain("The base (lab base), explained in docs/labs/base.md");
    expect(stdout).toMatch(/ {2}1 +First steps +3 tests, 2 points\n +npm run lab -- test 1\n/);
    expect(stdout).toContain("you write: labs/base/src/one.ts, labs/base/src/deep/two.ts");
  });
});

describe("lab replay", () => {
  test("tests with the seed that a failure printed", async () => {
    const { code, requests } = await lab("replay 7 --label 1 -t adds");
    expect(code).toBe(0);
    expect(requests.map((one) => [one.seed, one.label.label, one.tests.length])).toEqual([
      [7, "1", 2],
    ]);
  });

  test("says that there is nothing to replay", async () => {
    expect(await lab("replay seven")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^lab\/no-replay: there is nothing to replay: seven is neither a seed nor a file; give/,
      ),
    });
    expect((await lab("replay trace.json")).stderr).toMatch(
      /^lab\/no-replay: trace\.json is no kept run/,
    );
  });

  test("makes the run of a file again, as a run of its test, and shrinks it if asked", async () => {
    const plan = { seed: 3, schedule: [] };
    writeFiles(root, { "run.json": JSON.stringify({ label: "1", test: "adds", plan }) });
    const { code, requests } = await lab("replay run.json --shrink");
    expect(code).toBe(0);
    expect(requests.map(({ label, simulation }) => [label.label, simulation])).toEqual([
      ["1", { folder: join(root, "failures"), shrink: true, plan }],
    ]);
  });

  test("keeps what fails in failures/, and shrinks nothing unless asked", async () => {
    const { requests } = await lab("replay 7 --label 1");
    expect(requests[0]?.simulation).toEqual({ folder: join(root, "failures"), shrink: false });
  });

  test("explains the lines of a trace", async () => {
    expect((await lab("replay --help")).stdout).toContain("deliver");
  });
});

describe("lab without a subcommand, or with a wrong one", () => {
  test("says what there is", async () => {
    const { run } = stubRunner();
    const io = memoryIo({ root, run });
    expect(await execute(labCommand, [], io)).toBe(2);
    expect(io.stderr.text).toBe(
      "grade/usage: say what to do: test, list, replay; --help explains them\n",
    );
    expect(await lab("tset 1")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^grade\/usage: unknown command 'tset' \(Did you mean test\?\)/,
      ),
    });
    expect((await lab("test")).stderr).toMatch(/missing required argument 'label'/);
  });

  test("helps, with examples", async () => {
    const { code, stdout } = await lab("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("npm run lab -- test 1 -t RawScan --watch");
    expect((await lab("test --help")).stdout).toContain("--watch");
  });
});
