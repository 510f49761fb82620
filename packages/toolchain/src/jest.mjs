#!/usr/bin/env node
// `tinykv-jest [jest's arguments]`: jest over the package in the current folder, on plain Node.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const toolchain = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const jest = join(dirname(require.resolve("jest/package.json")), "bin", "jest.js");

const child = spawn(
  process.execPath,
  [
    "--conditions=source",
    "--disable-warning=ExperimentalWarning",
    `--import=${join(toolchain, "src", "register.mjs")}`,
    jest,
    `--config=${join(toolchain, "jest.config.mjs")}`,
    `--rootDir=${process.cwd()}`,
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
