/**
 * A grader that runs a process which never ends, and prints that process's id. To be interrupted.
 */

import { runLabelProcess } from "../label-process.ts";

await runLabelProcess(
  {
    file: "/bin/sh",
    args: ["-c", "echo $$; sleep 1000"],
    env: { PATH: "/usr/bin:/bin" },
    cwd: "/",
  },
  {
    limits: { testSeconds: 0, seconds: 0, memoryMiB: 0 },
    signal: new AbortController().signal,
    onEvent: () => undefined,
    onOutput: (text) => void process.stdout.write(text),
    removal: () => undefined,
  },
);
