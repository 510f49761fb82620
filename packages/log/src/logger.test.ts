/** The logger that is none, and where the real one writes if it is not told. */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { LOG_LEVELS, silentLogger } from "./logger.ts";

describe("silentLogger", () => {
  test("takes everything and is its own child", () => {
    silentLogger.debug("a");
    silentLogger.error("b", { c: 1 });
    expect(silentLogger.child({ d: 1 })).toBe(silentLogger);
    expect(Object.isFrozen(silentLogger)).toBe(true);
  });
});

describe("LOG_LEVELS", () => {
  test("go from talkative to silent", () => {
    expect(LOG_LEVELS).toEqual(["debug", "info", "warn", "error", "silent"]);
  });
});

describe("the default sink", () => {
  test("is standard error, and a line is out before the process dies", () => {
    const index = fileURLToPath(new URL("./index.ts", import.meta.url));
    const script = `
      import { createLogger } from ${JSON.stringify(index)};
      createLogger({ level: "info" }).info("last words");
      process.kill(process.pid, "SIGKILL");`;
    const run = `${JSON.stringify(process.execPath)} "$@" 2>&1 >/dev/null; true`;
    const args = [...process.execArgv, "--input-type=module", "--eval", script];
    const stderr = execFileSync("sh", ["-c", run, "sh", ...args], { encoding: "utf8" });
    expect(stderr).toContain('"msg":"last words"');
  });
});
