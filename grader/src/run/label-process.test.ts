/**
 * One process and its limits, with shell scripts in the place of a label: what is noticed, and that
 * nothing of it is left.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import type { LabEvent } from "@tinykv/lab-kit/events";
import { runLabelProcess } from "./label-process.ts";
import type { ProcessEnd, ProcessLimits } from "./supervise.ts";
import { waitUntilGone } from "./testing/wait-until-gone.ts";

const unlimited: ProcessLimits = { testSeconds: 0, seconds: 0, memoryMiB: 0 };
const sendStart = `echo '{"type":"test-start","name":"a"}' >&3`;
const sendDone = `echo '{"type":"done"}' >&3`;

interface Outcome {
  readonly end: ProcessEnd;
  readonly events: readonly LabEvent[];
  readonly output: string;
}

async function runScript(script: string, limits: Partial<ProcessLimits> = {}): Promise<Outcome> {
  const events: LabEvent[] = [];
  let output = "";
  const command = {
    file: "/bin/sh",
    args: ["-c", script],
    env: { PATH: process.env["PATH"] ?? "" },
  };
  const end = await runLabelProcess(
    { ...command, cwd: "/" },
    {
      limits: { ...unlimited, ...limits },
      signal: new AbortController().signal,
      onEvent: (event) => void events.push(event),
      onOutput: (text) => {
        output += text;
      },
      removal: () => undefined,
    },
  );
  return { end, events, output };
}

describe("a label's process", () => {
  test("is over when it says that it is done, and is not waited for", async () => {
    const { end, events } = await runScript(`${sendStart}; ${sendDone}; sleep 1000`);
    expect(end).toEqual({ kind: "done" });
    expect(events.map(({ type }) => type)).toEqual(["test-start", "done"]);
  });

  test("has nothing to say after it is done", async () => {
    const { events } = await runScript(`${sendDone}; ${sendStart}; sleep 1000`);
    expect(events).toEqual([{ type: "done" }]);
  });

  test("that ends by itself says how, and what it printed last", async () => {
    const { end } = await runScript("echo first; echo the end >&2; exit 7");
    expect(end).toMatchObject({ kind: "exit", exitCode: 7, how: "it ended with exit code 7" });
    expect(end).toMatchObject({ output: expect.stringContaining("the end") });
  });

  test("that is killed says by what", async () => {
    const { end } = await runScript("kill -SEGV $$");
    expect(end).toMatchObject({ kind: "exit", how: "it was ended by SIGSEGV" });
  });

  test("that cannot be started is an end like any other", async () => {
    const signal = new AbortController().signal;
    const command = { file: "/nowhere/node", args: [], env: {}, cwd: "/" };
    const watch = { limits: unlimited, signal, onEvent: () => undefined, removal: () => undefined };
    const end = await runLabelProcess(command, watch);
    expect(end).toMatchObject({ kind: "exit", how: "it did not start" });
  });

  test("that reports nonsense is ended", async () => {
    const { end, events } = await runScript(`${sendStart}; echo passed >&3; sleep 1000`);
    expect(end).toEqual({ kind: "broken" });
    expect(events).toHaveLength(1);
  });

  test("that is silent during a test is ended", async () => {
    const { end } = await runScript(`${sendStart}; sleep 1000`, { testSeconds: 0.05 });
    expect(end).toEqual({ kind: "silent" });
  });

  test("that uses up the time of its label is ended", async () => {
    const { end } = await runScript("sleep 1000", { seconds: 0.05 });
    expect(end).toEqual({ kind: "label-time" });
  });

  test("that takes too much memory is ended", async () => {
    const { end } = await runScript("sleep 1000", { memoryMiB: 0.001 });
    expect(end).toEqual({ kind: "memory" });
  });

  test("may print without end: a little is kept", async () => {
    const { end } = await runScript("yes | head -c 5000000; exit 3");
    expect(end).toMatchObject({ kind: "exit", exitCode: 3 });
    expect(end.kind === "exit" ? end.output.length : 0).toBeLessThan(10_000);
  });

  test("sees the environment it was given, and no other", async () => {
    const { output } = await runScript("env | cut -d= -f1 | sort | tr '\\n' ' '");
    expect(output.trim().split(" ")).toEqual(expect.not.arrayContaining(["HOME", "NODE_OPTIONS"]));
  });
});

describe("nothing is left of a label's process", () => {
  const startsAnother = "sleep 1000 & echo $!";

  test("when it is done", async () => {
    const { output } = await runScript(`${startsAnother}; ${sendDone}; sleep 1000`);
    await waitUntilGone(Number(output));
  });

  test("when it ended by itself and left a process behind", async () => {
    // The other process holds no pipe of the first, so the first one's end is seen.
    const { output } = await runScript("sleep 1000 >/dev/null 2>&1 3>&- & echo $!; exit 0");
    await waitUntilGone(Number(output));
  });

  test("when the run is aborted", async () => {
    const abort = new AbortController();
    let pid = 0;
    const watch = {
      limits: unlimited,
      signal: abort.signal,
      onEvent: (event: LabEvent) => {
        if (event.type === "test-start") pid = Number(event.name);
        abort.abort(new Error("stop it"));
      },
      removal: () => undefined,
    };
    const script = `sleep 1000 & echo '{"type":"test-start","name":"'$!'"}' >&3; sleep 1000`;
    const env = { PATH: process.env["PATH"] ?? "" };
    const command = { file: "/bin/sh", args: ["-c", script], env, cwd: "/" };
    await expect(runLabelProcess(command, watch)).rejects.toThrow("stop it");
    expect(pid).toBeGreaterThan(0);
    await waitUntilGone(pid);
  });

  test("when the grader is stopped with Ctrl-C", async () => {
    const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
    const grader = spawn(
      process.execPath,
      [
        "--conditions=source",
        "--disable-warning=ExperimentalWarning",
        `--import=${file("../../../packages/toolchain/src/register.mjs")}`,
        file("testing/run-sleeper.ts"),
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [pid] = (await once(createInterface(grader.stdout), "line")) as [string];
    grader.kill("SIGINT");
    const [code, signal] = (await once(grader, "exit")) as [number | null, string | null];
    expect([code, signal]).toEqual([null, "SIGINT"]);
    await waitUntilGone(Number(pid));
  });
});
