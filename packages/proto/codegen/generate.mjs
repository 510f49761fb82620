// Generates TypeScript from proto/: ts-proto by way of buf, then the mends.
//
//   node codegen/generate.mjs           writes src/gen
//
// The same files give the same bytes, on every machine: check-fresh.mjs relies on it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buf, packageFolder, protoFolder } from "./buf.mjs";
import { mend, namespaces } from "./mend.mjs";

/** Where the generated code lives. */
export const genFolder = join(packageFolder, "src/gen");

/**
 * Generates everything, in memory.
 *
 * @returns {Map<string, string>} file name → text
 */
export function generate() {
  const scratch = mkdtempSync(join(tmpdir(), "tinykv-proto-"));
  try {
    if (!buf("generate", protoFolder, "--output", scratch)) {
      throw new Error("buf generate failed: see above");
    }
    const raw = join(scratch, "gen");
    const files = readdirSync(raw).sort();
    const mended = files.flatMap((file) => mend(file, readFileSync(join(raw, file), "utf8")));
    const messages = mended.filter(([file]) => !file.endsWith(".service.ts"));
    return new Map([...mended, ["namespaces.ts", namespaces(new Map(messages))]]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const files = generate();
  for (const old of readdirSync(genFolder)) {
    if (!files.has(old)) rmSync(join(genFolder, old));
  }
  for (const [file, text] of files) writeFileSync(join(genFolder, file), text);
  console.log(`generated ${files.size} files in src/gen`);
}
