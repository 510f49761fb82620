#!/usr/bin/env node
// `tinykv-jest [jest's arguments]`: jest over the package in the current folder, on plain Node.
//
// The counts of the run are left in `.cache/jest-result.json`, where the check list adds them up.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const toolchain = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const jest = join(dirname(require.resolve("jest/package.json")), "bin", "jest.js");

const result = join(".cache", "jest-result.json");
// A run that dies must not leave the counts of the one before it.
rmSync(result, { force: true });
mkdirSync(dirname(result), { recursive: true });

const child = spawn(
  process.execPath,
  [
    "--conditions=source",
    "--disable-warning=ExperimentalWarning",
    `--import=${join(toolchain, "src", "register.mjs")}`,
    jest,
    `--config=${join(toolchain, "jest.config.mjs")}`,
    `--rootDir=${process.cwd()}`,
    "--json",
    `--outputFile=${result}`,
    ...process.argv.slice(2),
  ],
  { stdio: ["inherit", "ignore", "inherit"] },
);
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
