// Checks the .proto files: style, format, and that nobody changed what is on the wire.
//
//   node codegen/lint.mjs [folder]      checks proto/, or another folder
//
// The last one compares them with a committed image of themselves, not with git history, so that it
// also works in a shallow clone and in a copy without git. A field that is new is fine. One that
// was removed, renamed, renumbered or given another type fails.
import { baselineFile, buf, protoFolder } from "./buf.mjs";

const folder = process.argv[2] ?? protoFolder;
const renew =
  "If it is meant, and no program speaks the old wire: npm --prefix packages/proto run baseline";

const checks = [
  { args: ["lint", folder], remedy: "Rename it, or justify an exception in proto/buf.yaml." },
  {
    args: ["format", folder, "--diff", "--exit-code"],
    remedy: "Apply the difference above (+ lines are what it should be).",
  },
  { args: ["breaking", folder, "--against", baselineFile], remedy: renew },
];

const failed = checks.filter(({ args, remedy }) => {
  if (buf(...args)) return false;
  console.error(`buf ${args[0]} found something in proto/. ${remedy}`);
  return true;
});
if (failed.length > 0) process.exitCode = 1;
else console.log("proto files are in order: lint, format, and no breaking change");
