// Strips the types from trusted files of this workspace, and remembers the result.
//
// Every command and every label that is graded is a process of its own, and loads the same hundred
// files: reading them stripped saves each of them the stripper, a WebAssembly module that takes
// longer to start than most commands take to run. Results are kept by what was in the file, so
// there is nothing to invalidate, and an entry appears whole or not at all. Code of submissions
// never comes here: the compartment strips it for itself.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const toolchain = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(toolchain, ".cache", "stripped");
/** Part of each key: another stripper may give another result. */
const manifest = readFileSync(join(toolchain, "package.json"));

/** The text of a TypeScript file as JavaScript, every line and column where it was. */
export async function stripFile(path) {
  const text = readFileSync(path);
  const key = createHash("sha256").update(manifest).update(text).digest("hex");
  const entry = join(cache, key);
  return read(entry) ?? keep(entry, await strip(text.toString("utf8"), path));
}

function read(entry) {
  try {
    return readFileSync(entry, "utf8");
  } catch {
    return undefined;
  }
}

/** A folder that cannot be written to only costs time. */
function keep(entry, code) {
  try {
    mkdirSync(cache, { recursive: true });
    const draft = `${entry}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    writeFileSync(draft, code);
    renameSync(draft, entry);
  } catch {}
  return code;
}

async function strip(text, path) {
  const { default: swc } = await import("@swc/wasm-typescript");
  try {
    return swc.transformSync(text, { mode: "strip-only", filename: path }).code;
  } catch (error) {
    // With the line, in the form that terminals and editors turn into a link.
    const place = error?.startLine === undefined ? path : `${path}:${error.startLine}`;
    throw new SyntaxError(`${place}: ${error?.message ?? error}`, { cause: error });
  }
}
