// Fails unless the generated code is what the .proto files, the options and the mends give now.
//
//   node codegen/check-fresh.mjs [folder]     compares src/gen, or another folder, byte for byte
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generate, genFolder } from "./generate.mjs";

const folder = process.argv[2] ?? genFolder;
const fresh = generate();
const present = new Set(readdirSync(folder));

const complaints = [...fresh].flatMap(([file, text]) => {
  if (!present.has(file)) return [`${file} is missing`];
  return readFileSync(join(folder, file), "utf8") === text ? [] : [`${file} is stale`];
});
for (const file of present) {
  if (!fresh.has(file)) complaints.push(`${file} comes from no .proto file`);
}

if (complaints.length > 0) {
  for (const complaint of complaints) console.error(`packages/proto/src/gen: ${complaint}`);
  console.error("To mend it: npm --prefix packages/proto run generate");
  process.exitCode = 1;
} else {
  console.log(`generated code is fresh (${fresh.size} files)`);
}
