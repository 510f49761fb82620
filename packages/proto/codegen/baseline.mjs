// Declares the present .proto files to be the wire from now on (see lint.mjs).
//
//   npm --prefix packages/proto run baseline
//
// Run it after adding messages or fields, so that they are guarded too; read the difference before
// committing it: a line that disappears is a promise to other programs that is broken. The tables
// in testdata/wire-tables.json state the same facts from outside and have to agree.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { baselineFile, buf, packageFolder, protoFolder } from "./buf.mjs";

if (buf("build", protoFolder, "--exclude-source-info", "--output", baselineFile)) {
  const file = join(packageFolder, baselineFile);
  // One line per message, field and value, so that a difference can be read.
  const lines = readFileSync(file, "utf8").replaceAll(/([[,])\{"name":/g, '$1\n{"name":');
  writeFileSync(file, `${lines}\n`);
} else {
  process.exitCode = 1;
}
