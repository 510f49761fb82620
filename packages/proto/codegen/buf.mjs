// Runs buf over the .proto files, from wherever it is called.
//
// buf and ts-proto are development tools and belong to packages/toolchain. Both are started through
// the Node that runs this, so nothing has to be on the PATH and no shell is involved.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** packages/proto. buf runs there, so paths in its messages and in buf.gen.yaml start there. */
export const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** The folder of the .proto files, and of buf.yaml. */
export const protoFolder = "../../proto";

/** What the fields looked like when they were last declared final. See lint.mjs. */
export const baselineFile = "testdata/wire-baseline.json";

/**
 * Runs one buf command and prints what it has to say.
 *
 * @param {...string} args such as "lint", "../../proto"
 * @returns {boolean} whether it succeeded
 */
export function buf(...args) {
  const program = join(packageFolder, "../toolchain/node_modules/@bufbuild/buf/bin/buf");
  const result = spawnSync(process.execPath, [program, ...args], {
    cwd: packageFolder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (result.error) throw result.error;
  return result.status === 0;
}
