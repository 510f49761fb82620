/**
 * Tests of flags and config file: every default, who wins, and one clear sentence for everything
 * that can be wrong.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { readCommandLine, UsageError } from "./read-config.ts";
import type { ServerConfig } from "./server-config.ts";

const folder = mkdtempSync(join(tmpdir(), "tinykv-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a command line comes to; a config file may be given as its text. */
function configOf(args: readonly string[], yaml?: string): ServerConfig {
  const file = yaml === undefined ? [] : ["--config", "server.yaml"];
  if (yaml !== undefined) writeFileSync(join(folder, "server.yaml"), yaml);
  const asked = readCommandLine([...file, ...args], folder);
  if (asked.kind !== "run") throw new Error("this was meant to run");
  return asked.config;
}

function refusal(args: readonly string[], yaml?: string): string {
  try {
    configOf(args, yaml);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error("this was meant to be refused");
}

describe("readCommandLine()", () => {
  test("has a default for everything", () => {
    expect(configOf([])).toEqual({
      addr: { host: "127.0.0.1", port: 20160 },
      scheduler: { host: "127.0.0.1", port: 2379 },
      path: join(folder, "data"),
      raft: false,
      loglevel: "info",
      "metrics-addr": { host: "127.0.0.1", port: 20180 },
      "drain-ms": 5000,
    });
  });

  test("takes flags", () => {
    const args = ["--addr", "[::1]:0", "--path", "/var/kv", "--raft=false", "--loglevel", "warn"];
    expect(configOf([...args, "--metrics-addr", "off", "--drain-ms=0"])).toMatchObject({
      addr: { host: "::1", port: 0 },
      path: "/var/kv",
      loglevel: "warn",
      "metrics-addr": "off",
      "drain-ms": 0,
    });
  });

  test("takes a config file with the same names", () => {
    const yaml = "addr: 0.0.0.0:1\npath: here\nraft: false\ndrain-ms: 7\nmetrics-addr: 'off'\n";
    expect(configOf([], yaml)).toMatchObject({
      addr: { host: "0.0.0.0", port: 1 },
      path: join(folder, "here"),
      raft: false,
      "drain-ms": 7,
      "metrics-addr": "off",
    });
  });

  test("lets flags win over the file, one by one", () => {
    const config = configOf(["--addr", "localhost:2"], "addr: localhost:1\nloglevel: debug\n");
    expect(config.addr.port).toBe(2);
    expect(config.loglevel).toBe("debug");
  });

  test("reads an empty config file as no settings", () => {
    expect(configOf([], "")).toEqual(configOf([]));
    expect(configOf([], "# only a comment\n")).toEqual(configOf([]));
  });

  test("knows --solution", () => {
    expect(readCommandLine(["--solution"], folder)).toMatchObject({ solution: true });
    expect(readCommandLine([], folder)).toMatchObject({ solution: false });
  });

  test("explains every setting and the exit codes in --help", () => {
    const asked = readCommandLine(["--help"], folder);
    const text = asked.kind === "help" ? asked.text : "";
    for (const name of Object.keys(configOf([]))) expect(text).toContain(`--${name} `);
    for (const words of ["--config", "--solution", "127.0.0.1:20160", "Exit codes", "Examples"]) {
      expect(text).toContain(words);
    }
  });
});

describe("a wrong command line", () => {
  const cases: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
    [["--addr", "nowhere"], /^--addr: "nowhere" is not an address of the form HOST:PORT/],
    [["--addr", "a:65536"], /^--addr: "a:65536" is not/],
    [["--addr", ":20160"], /^--addr: ":20160" is not/],
    [["--addr", "::1:20160"], /^--addr: "::1:20160" is not/],
    [["--scheduler", "x"], /^--scheduler: "x" is not/],
    [["--metrics-addr", "on"], /^--metrics-addr: "on" is not .* nor "off"\.$/],
    [["--loglevel", "loud"], /^--loglevel: "loud" .* debug, info, warn, error, silent\.$/],
    [["--path", ""], /^--path: "" is not a folder\.$/],
    [["--drain-ms", "-1"], /^--drain-ms: "-1" is not a number of milliseconds from 0 to 600000\.$/],
    [["--drain-ms", "1e3"], /^--drain-ms: "1e3" is not/],
    [["--raft"], /^--raft: true needs .* lab raftstore/],
    [["--raft=true"], /^--raft: true needs .* lab raftstore/],
    [["--raft", "maybe"], /^--raft: "maybe" is neither true nor false\.$/],
    [["--adr", "x"], /^Unknown option '--adr' \(Did you mean --addr\?\); see --help\.$/],
    [["--addr"], /^Option '--addr <host:port>' argument missing; see --help\.$/],
    [["start"], /^Too many arguments.*; see --help\.$/],
    [["--config", "none.yaml"], /^The config file none.yaml cannot be read: it does not exist\.$/],
    [["--config", "."], /^The config file \. cannot be read: EISDIR\.$/],
  ];
  for (const [args, sentence] of cases) {
    test(`is refused in one sentence: ${args.join(" ")}`, () => {
      expect(refusal(args)).toMatch(sentence);
      expect(refusal(args)).not.toContain("\n");
    });
  }
});

describe("a wrong config file", () => {
  const cases: readonly (readonly [yaml: string, sentence: RegExp])[] = [
    ["adr: a:1", /^server\.yaml has the unknown setting "adr"; there are addr, .*drain-ms\.$/],
    ["solution: true", /^server\.yaml has the unknown setting "solution"/],
    ["addr: 20160", /^addr in server\.yaml: 20160 is not an address/],
    ["addr:", /^addr in server\.yaml: null is not an address/],
    ["path: [a]", /^path in server\.yaml: \["a"\] is not a folder\.$/],
    ["raft: true", /^raft in server\.yaml: true needs/],
    ["drain-ms: 1.5", /^drain-ms in server\.yaml: 1\.5 is not a number/],
    ["loglevel: no", /^loglevel in server\.yaml: "no" is not a log level/],
    ["- addr", /^server\.yaml is not a list of settings/],
    ["just text", /^server\.yaml is not a list of settings/],
    ["addr: [", /^server\.yaml is not YAML that can be used: .*line 1/],
    ["addr: a:1\naddr: a:2", /^server\.yaml is not YAML that can be used: .*unique at line 2/],
    ["path: &a x\naddr: *a", /^server\.yaml is not YAML that can be used: Alias/],
  ];
  for (const [yaml, sentence] of cases) {
    test(`is refused in one sentence: ${JSON.stringify(yaml)}`, () => {
      expect(refusal([], yaml)).toMatch(sentence);
      expect(refusal([], yaml)).not.toContain("\n");
    });
  }

  test("is not what a flag is blamed on", () => {
    expect(refusal(["--addr", "bad"], "addr: worse")).toMatch(/^--addr: "bad"/);
  });
});
