/**
 * Tests of tinykv-server as a process: what it prints and how it leaves when the call is wrong, and
 * how it lives with lab code that is not written, does not parse, or goes wrong behind its back.
 * The lab code of these tests is written here, and stands in for `labs/` as the reference solution
 * does.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { status } from "@grpc/grpc-js";
import { afterAll, describe, expect, test } from "@jest/globals";
import { RawTestClient, runServer, spawnServer } from "../src/harness/index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tinykv-process-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** On free ports, with data below the test's folder. */
const anywhere = ["--addr", "127.0.0.1:0", "--metrics-addr", "off", "--path", join(folder, "data")];

/** Writes lab files, and returns the folder to take labs from. */
function labsWith(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, name, "standalone/src", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return relative(root, join(folder, name));
}

/** A storage that can be started and stopped, and nothing else. */
const idleStorage = `
  export class StandaloneStorage {
    async start() {}
    async stop() {}
    async write() {}
    async reader() { throw new Error("there is no reader"); }
  }
`;

describe("a wrong call", () => {
  const calls: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
    [["--addr", "x"], /^tinykv-server: --addr: "x" is not an address .*\.\n$/],
    [["--raft"], /^tinykv-server: --raft: true needs .*lab raftstore.*\.\n$/],
    [["--bogus"], /^tinykv-server: Unknown option '--bogus'; see --help\.\n$/],
    [["--config", "/does/not/exist"], /^tinykv-server: The config file .* does not exist\.\n$/],
    // Without the module hooks told, or without a solution in this copy.
    [["--solution"], /^tinykv-server: --solution.*\.\n$/],
  ];
  for (const [args, sentence] of calls) {
    test(`ends with 2 and one sentence: ${args.join(" ")}`, async () => {
      const { code, stdout, stderr } = await runServer(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(sentence);
      expect(stderr.split("\n")).toHaveLength(2);
    });
  }

  test("is not --help, which goes to standard output", async () => {
    const { code, stdout, stderr } = await runServer(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: tinykv-server/);
  });
});

describe("lab code", () => {
  test("that does not parse ends the start with the file's name and line", async () => {
    const labs = labsWith("unparsable", { "raw-handlers.ts": "\nexport const x = ;\n" });
    const { code, stdout, stderr } = await runServer(anywhere, labs);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("tinykv-server: the code in labs/ does not load");
    expect(stderr).toContain("raw-handlers.ts:2: Expression expected");
  });

  test("that is not written is served, and says what is missing", async () => {
    const labs = labsWith("unwritten", {
      "standalone-storage.ts": `
        import { todo } from "@tinykv/runtime";
        export class StandaloneStorage { constructor() { todo("1", "StandaloneStorage"); } }
      `,
    });
    const server = await spawnServer(anywhere, labs);
    expect(server.readyLine).toMatch(/^tinykv-server listening on .* not written yet \(label 1\)$/);
    const client = new RawTestClient(server.addr);
    await expect(client.get({ cf: "default" })).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
      details: "lab/not-written: StandaloneStorage is not written yet (label 1)",
    });
    client.close();
    server.kill("SIGTERM");
    expect(await server.exited).toMatchObject({ code: 0 });
  });

  test("that throws while starting ends the start with its stack", async () => {
    const labs = labsWith("throwing", {
      "standalone-storage.ts": `
        export class StandaloneStorage { async start() { throw new TypeError("a bug in start"); } }
      `,
    });
    const { code, stderr } = await runServer(anywhere, labs);
    expect(code).toBe(1);
    expect(stderr).toContain("the storage did not start: TypeError: a bug in start");
    expect(stderr).toContain("standalone-storage.ts:2");
  });

  test("that fails behind a call's back is logged, and the server goes on", async () => {
    const labs = labsWith("stray", {
      "standalone-storage.ts": idleStorage,
      "raw-handlers.ts": `
        import { RawGetResponse, RawPutResponse } from "@tinykv/proto";
        export async function rawGet() {
          void Promise.reject(new Error("a stray promise"));
          return RawGetResponse.fromPartial({ notFound: true });
        }
        export async function rawPut() {
          queueMicrotask(() => { throw new Error("a stray callback"); });
          return RawPutResponse.fromPartial({});
        }
        export async function rawDelete() { throw new Error("a plain bug"); }
        export async function rawScan() { return undefined; }
      `,
    });
    const server = await spawnServer([...anywhere, "--loglevel", "error"], labs);
    const client = new RawTestClient(server.addr);
    await client.get({});
    await client.put({});
    await expect(client.delete({})).rejects.toMatchObject({ code: status.INTERNAL });
    await expect(client.scan({})).rejects.toMatchObject({ code: status.INTERNAL });
    expect((await client.get({})).notFound).toBe(true);
    client.close();
    server.kill("SIGTERM");
    const { code, stderr } = await server.exited;
    expect(code).toBe(0);
    for (const text of ["a stray promise", "a stray callback", "a plain bug", "raw-handlers.ts"]) {
      expect(stderr).toContain(text);
    }
  });

  test("that breaks an invariant is told so in a call; outside of one it ends", async () => {
    const labs = labsWith("invariant", {
      "standalone-storage.ts": idleStorage,
      "raw-handlers.ts": `
        import { InvariantError } from "@tinykv/runtime";
        const broken = () => new InvariantError("engine/iterator-open", { openIterators: 1 });
        export async function rawGet() { throw broken(); }
        export async function rawPut() {
          void Promise.reject(broken());
          return new Promise(() => {});
        }
        export async function rawDelete() {}
        export async function rawScan() {}
      `,
    });
    const server = await spawnServer([...anywhere, "--loglevel", "error"], labs);
    const client = new RawTestClient(server.addr);
    for (let i = 0; i < 2; i++) {
      await expect(client.get({})).rejects.toMatchObject({
        code: status.INTERNAL,
        details: "engine/iterator-open openIterators=1",
      });
    }
    await expect(client.put({})).rejects.toMatchObject({ code: status.UNAVAILABLE });
    client.close();
    const { code, stderr } = await server.exited;
    expect(code).toBe(1);
    expect(stderr).toContain("a call failed");
    expect(stderr).toContain("an error that no call caught");
    expect(stderr).toMatch(/^tinykv-server: .*invariant is broken: engine\/iterator-open open/m);
  });

  test("that does not stop cleanly ends with 1 and a sentence", async () => {
    const storage = idleStorage.replace("stop() {}", 'stop() { throw new Error("stuck"); }');
    const labs = labsWith("unstoppable", { "standalone-storage.ts": storage });
    const server = await spawnServer([...anywhere, "--loglevel", "error"], labs);
    server.kill("SIGTERM");
    const { code, stderr } = await server.exited;
    expect(code).toBe(1);
    expect(stderr).toContain("tinykv-server: the storage did not stop cleanly: ");
    expect(stderr).toContain("stuck");
  });
});
