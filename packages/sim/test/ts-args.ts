/** How Node runs a TypeScript file of this package in a process of its own. */

import { fileURLToPath } from "node:url";

const REGISTER = fileURLToPath(import.meta.resolve("@tinykv/toolchain/register"));

/**
 * The arguments for Node.
 *
 * @param flags of Node itself, before the file
 */
export function tsArgs(
  file: string,
  { args = [], flags = [] }: { args?: readonly string[]; flags?: readonly string[] } = {},
): string[] {
  const always = ["--conditions=source", "--disable-warning=ExperimentalWarning"];
  return [...always, `--import=${REGISTER}`, ...flags, file, ...args];
}
