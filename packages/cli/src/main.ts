/** `tinykv`: the command line client, plugged into this process's terminal. */

import { logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import { runCli } from "./run-cli.ts";

// grpc-js would print its own view of a refused connection next to our sentence.
setLogVerbosity(logVerbosity.NONE);

const { stdout, stderr, env } = process;
const isPlain = env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "";

// `tinykv … | head` closes the pipe early, which is no failure of ours.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => stdout.write(text),
  err: (text) => stderr.write(text),
  colours: stdout.isTTY && stderr.isTTY && !isPlain,
});
