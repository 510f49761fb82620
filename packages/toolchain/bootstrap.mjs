// The one entry point behind every root script: it makes sure that the workspace is installed, then
// runs the command it was given. Plain Node without dependencies, because it runs before there are
// any.
//
// Set-up is done once: a stamp over Node's version and every file that decides what is installed is
// kept next to the installed packages, and a run that finds it unchanged goes straight to its
// command.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const stampFile = join(root, "node_modules", ".tinykv-installed");

/** Where each command lives. They are TypeScript sources, run with their types stripped. */
const commands = {
  start: ["grader/src/cli/start.ts"],
  check: ["packages/checks/src/main.ts"],
  lab: ["grader/src/cli/lab.ts"],
  grade: ["grader/src/cli/grade.ts"],
  course: ["grader/src/cli/course.ts"],
  mutants: ["grader/src/cli/mutants.ts"],
  bench: ["packages/bench/src/main.ts"],
  "tinykv-server": ["packages/server/src/main.ts"],
  tinykv: ["packages/cli/src/main.ts"],
};

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`This course needs Node 20.19 or newer, and this is Node ${process.versions.node}.`);
}

/** The files that decide what an installation contains, in a fixed order. */
function manifests() {
  const folders = ["packages", "labs"].flatMap((parent) =>
    existsSync(join(root, parent))
      ? readdirSync(join(root, parent))
          .sort()
          .map((name) => join(parent, name))
      : [],
  );
  return ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]
    .concat([...folders, "grader"].map((folder) => join(folder, "package.json")))
    .filter((file) => existsSync(join(root, file)));
}

function stamp() {
  const hash = createHash("sha256").update(process.version);
  for (const file of manifests()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp();
}

function install() {
  process.stderr.write("Setting up: installing the packages of this workspace (once) ...\n");
  const npx = process.platform === "win32" ? "npx.cmd" : "npx";
  // CI: pnpm must not stop to ask about an existing node_modules.
  const result = spawnSync(
    npx,
    ["--yes", manifest.packageManager, "install", "--frozen-lockfile", "--reporter=append-only"],
    {
      cwd: root,
      env: { ...process.env, CI: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
      shell: process.platform === "win32",
    },
  );
  if (result.error || result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
    fail(
      result.error
        ? `Set-up could not start npx: ${result.error.message}. Install npm and run this again.`
        : `Set-up failed (exit ${result.status}): see the lines above, then run this again.`,
    );
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp());
  process.stderr.write("Set-up is done.\n");
}

function run(command, args) {
  const bin = join(root, "packages", "toolchain", "node_modules", ".bin");
  const env = {
    ...process.env,
    PATH: bin + delimiter + (process.env.PATH ?? ""),
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    TINYKV_INVOKED_FROM: process.env.INIT_CWD ?? process.cwd(),
  };
  // Which lab code a server loads is decided by the module hooks, before its own arguments are
  // read.
  if (command === "tinykv-server" && args.includes("--solution")) env.TINYKV_LABS = "solution";
  const entry = commands[command];
  if (entry === undefined && !existsSync(join(bin, command))) {
    fail(`Unknown command "${command}". Commands: ${Object.keys(commands).join(", ")}.`);
  }
  const [file, argv] = entry
    ? [
        process.execPath,
        [
          "--conditions=source",
          "--disable-warning=ExperimentalWarning",
          `--import=${join(root, "packages", "toolchain", "src", "register.mjs")}`,
          ...entry.map((path) => join(root, path)),
          ...args,
        ],
      ]
    : [join(bin, command), args];
  const child = spawn(file, argv, { cwd: root, env, stdio: "inherit" });
  // The terminal sends Ctrl-C to the child as well: wait for it to clean up, and leave as it
  // leaves.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => fail(`"${command}" did not start: ${error.message}`));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}

// `npm install` and `pnpm install` both end here, through "postinstall", without a command.
if (process.argv.length === 2 && /^pnpm\//.test(process.env.npm_config_user_agent ?? "")) {
  process.exit(0);
}
requireNode();
if (!isInstalled()) install();
const [command, ...args] = process.argv.slice(2);
if (command !== undefined) run(command, args);
