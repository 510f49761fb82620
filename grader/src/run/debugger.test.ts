/**
 * A breakpoint in a student's own file is met. The debugger knows the file by its path, though the
 * text that runs was stripped of its types, wrapped into a compartment, and read from somewhere
 * else.
 */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@jest/globals";
import { labelCommand } from "./label-command.ts";
import { labelOrder } from "./label-order.ts";
import { runLabelProcess } from "./label-process.ts";
import { stageFiles } from "./stage-files.ts";
import { createFakeCourse, type FakeLab, requestFor } from "./testing/fake-lab.ts";
import { InspectorClient } from "./testing/inspector-client.ts";

const fake: FakeLab = {
  owned: {
    "src/owned.ts": [
      "interface Named { readonly name: string }",
      "export function greet(someone: Named): string {",
      "  const greeting: string = `hello ${someone.name}`;",
      "  return greeting;",
      "}",
    ].join("\n"),
  },
  tests: { greets: 't.expectEqual(lab.greet({ name: "you" }), "hello you", "the greeting");' },
};
/** Line 4 of the file above, counted from 0 as debuggers do. */
const returnLine = 3;

interface Paused {
  readonly callFrames: readonly { functionName: string; location: { lineNumber: number } }[];
  readonly hitBreakpoints?: readonly string[];
}

test("a debugger stops at a line of an owned file", async () => {
  const { course, lab, remove } = createFakeCourse(fake);
  const request = { ...requestFor(course, lab, fake), debug: true };
  const stage = stageFiles(course, request.files);
  const ownUrl = pathToFileURL(join(lab.folder, "src/owned.ts")).href;
  const stop = new AbortController();
  const listening = deferred<string>();
  try {
    // As an editor arranges it, but for the port, which must be a free one.
    process.env["NODE_OPTIONS"] = "--inspect-brk=127.0.0.1:0";
    const order = labelOrder(request, stage, { run: ["greets"], testSeconds: 0 });
    const command = labelCommand(order, stage, { ...lab.config.limits, debug: true });
    const ended = runLabelProcess(command, {
      limits: { testSeconds: 0, seconds: 0, memoryMiB: 0 },
      signal: stop.signal,
      onEvent: () => undefined,
      onOutput: (text) => {
        const url = /ws:\/\/\S+/.exec(text)?.[0];
        if (url !== undefined) listening.resolve(url);
      },
      removal: () => undefined,
    }).catch((reason: unknown) => reason);
    const client = new InspectorClient(await listening.promise);
    await client.open();
    await client.send("Debugger.enable");
    const at = { url: ownUrl, lineNumber: returnLine };
    const { breakpointId } = (await client.send("Debugger.setBreakpointByUrl", at)) as {
      breakpointId: string;
    };
    const paused = await runToBreakpoint(client);
    expect(paused.hitBreakpoints).toEqual([breakpointId]);
    const frame = { functionName: "greet", location: { lineNumber: returnLine } };
    expect(paused.callFrames[0]).toMatchObject(frame);
    stop.abort("seen enough");
    expect(await ended).toBe("seen enough");
    client.close();
  } finally {
    delete process.env["NODE_OPTIONS"];
    stop.abort("given up");
    stage.remove();
    remove();
  }
});

/** Lets the process start, which has stopped before its first line, up to the first breakpoint. */
async function runToBreakpoint(client: InspectorClient): Promise<Paused> {
  let pause = client.next("Debugger.paused");
  await client.send("Runtime.runIfWaitingForDebugger");
  for (;;) {
    const paused = (await pause) as Paused;
    if ((paused.hitBreakpoints ?? []).length > 0) return paused;
    pause = client.next("Debugger.paused");
    await client.send("Debugger.resume");
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
