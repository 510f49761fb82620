/** The real exit, tried on another process. */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

test("processExit() ends the process at once, with the code it is given", () => {
  const entry = fileURLToPath(new URL("../real.ts", import.meta.url));
  const script = `
    import { processExit } from ${JSON.stringify(entry)};
    setTimeout(() => console.log("still here"), 0);
    processExit(7);`;
  const args = [...process.execArgv, "--input-type=module", "--eval", script];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({ status: 7, stdout: "", stderr: "" });
});
