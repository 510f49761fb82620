// Node module hooks: strip types from `.ts` files, and give tests their `@jest/globals`.
//
// Types are replaced by blanks, not compiled away, so every line and column of a stack trace and of
// a breakpoint is the one in the source file, and nobody needs a source map.
//
// With TINYKV_LABS=<folder> the files below that folder stand in for those of the same path below
// `labs/`: this is how the servers run the reference solution (`--solution`). Paths in stack traces
// stay true, because a module keeps the URL of the file it was read from.
import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { stripFile } from "./strip-types.mjs";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const labs = join(root, "labs");
const overlay = process.env.TINYKV_LABS ? join(root, process.env.TINYKV_LABS) : undefined;
const jestGlobals = new URL("./jest-globals.mjs", import.meta.url).href;

const isInside = (folder, path) => path.startsWith(folder + sep);

/** The same file seen from `labs/`, for a file of the overlay; other files are themselves. */
function asLabFile(path) {
  return overlay && isInside(overlay, path) ? join(labs, relative(overlay, path)) : path;
}

/** The file to read for a path below `labs/`: the overlay's, where it has one. */
function overlaid(path) {
  if (!overlay || !isInside(labs, path)) return path;
  const candidate = join(overlay, relative(labs, path));
  return existsSync(candidate) ? candidate : path;
}

/** A module's run: `?run=3`, if it was imported for one. */
const runOf = (url) => /\?run=\d+$/.exec(url ?? "")?.[0] ?? "";

export async function resolve(specifier, context, next) {
  if (specifier === "@jest/globals") return { url: jestGlobals, shortCircuit: true };
  const found = await resolveOverlaid(specifier, context, next);
  // A module that is imported for one run has its neighbours for that run too; packages are shared.
  const run = /^\.\.?\//.test(specifier) ? runOf(context.parentURL) : "";
  return run === "" ? found : { ...found, url: found.url + run };
}

async function resolveOverlaid(specifier, context, next) {
  if (!overlay) return next(specifier, context);
  // A relative import from an overlay file is meant from its place in the lab.
  const parent = context.parentURL?.startsWith("file:")
    ? pathToFileURL(asLabFile(fileURLToPath(context.parentURL))).href
    : context.parentURL;
  const found = await next(specifier, { ...context, parentURL: parent });
  if (!found.url.startsWith("file:")) return found;
  return { ...found, url: pathToFileURL(overlaid(fileURLToPath(found.url))).href };
}

export async function load(url, context, next) {
  const path = url.split("?", 1)[0];
  if (!path.startsWith("file:") || !path.endsWith(".ts")) return next(url, context);
  return { format: "module", source: await stripFile(fileURLToPath(path)), shortCircuit: true };
}
