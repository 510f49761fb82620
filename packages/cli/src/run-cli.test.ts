/**
 * Tests of `tinykv` against a server in this process: what is printed where, the exit codes, and
 * the sentence for everything that can go wrong.
 */

import { createServer as createTcpServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import { type InProcessServer, mapLab, startInProcess } from "@tinykv/server/harness";
import { runCli } from "./run-cli.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], colours = false): Promise<Ran> {
  let out = "";
  let err = "";
  const code = await runCli(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colours,
  });
  return { code, out, err };
}

let up: InProcessServer;
beforeAll(async () => {
  up = await startInProcess();
});
afterAll(() => up.close());

/** A command of `raw`, sent to the test's server. */
function raw(...args: string[]): Promise<Ran> {
  const [command = "", ...rest] = args;
  return run(["raw", command, "--addr", up.addr, ...rest]);
}

describe("tinykv raw", () => {
  test("puts, gets, scans and deletes", async () => {
    expect(await raw("put", "fruit", "apple")).toEqual({ code: 0, out: "ok\n", err: "" });
    expect(await raw("get", "fruit")).toEqual({ code: 0, out: "apple\n", err: "" });
    await raw("put", "vegetable", "leek");
    expect(await raw("scan")).toEqual({
      code: 0,
      out: "fruit      apple\nvegetable  leek\n",
      err: "",
    });
    expect(await raw("scan", "--start", "g")).toMatchObject({ out: "vegetable  leek\n" });
    expect(await raw("delete", "fruit")).toEqual({ code: 0, out: "ok\n", err: "" });
    expect(await raw("delete", "fruit")).toEqual({ code: 0, out: "ok\n", err: "" });
    expect(await raw("get", "fruit")).toEqual({
      code: 1,
      out: "",
      err: "not found: fruit (column family default)\n",
    });
    await raw("delete", "vegetable");
  });

  test("tells an empty value from an absent key", async () => {
    await raw("put", "empty", "");
    expect(await raw("get", "empty")).toEqual({ code: 0, out: "\n", err: "" });
    await raw("delete", "empty");
  });

  test("prints nothing for a scan that finds nothing", async () => {
    expect(await raw("scan")).toEqual({ code: 0, out: "", err: "" });
  });

  test("escapes what would not show, and takes it back", async () => {
    await raw("put", "a\\x00b", "\\xff\\\\");
    expect((await raw("get", "a\\x00b")).out).toBe("\\xff\\\\\n");
    expect((await raw("get", "--hex", "610062")).out).toBe("ff5c\n");
    expect((await raw("get", "--base64", "YQBi")).out).toBe("/1w=\n");
    await raw("delete", "--hex", "610062");
  });

  test("takes keys and values that begin with a dash after two dashes", async () => {
    expect(await raw("put", "--", "-1", "--json")).toMatchObject({ code: 0 });
    expect(await raw("get", "--", "-1")).toMatchObject({ out: "--json\n" });
    await raw("delete", "--", "-1");
  });

  test("prints JSON, one object a line", async () => {
    expect((await raw("put", "--json", "k", "v")).out).toBe('{"key":"k","ok":true}\n');
    expect((await raw("get", "--json", "k")).out).toBe('{"key":"k","found":true,"value":"v"}\n');
    expect((await raw("scan", "--json")).out).toBe('{"key":"k","value":"v"}\n');
    expect((await raw("delete", "--json", "k")).out).toBe('{"key":"k","ok":true}\n');
    expect(await raw("get", "--json", "k")).toEqual({
      code: 1,
      out: '{"key":"k","found":false,"value":null}\n',
      err: "",
    });
  });

  describe("scan", () => {
    beforeAll(async () => {
      for (let i = 0; i < 7; i++) await raw("put", `page-${i}`, String(i));
    });
    afterAll(async () => {
      for (let i = 0; i < 7; i++) await raw("delete", `page-${i}`);
    });

    test("stops at its limit, and says how to go on", async () => {
      const { out, err } = await raw("scan", "--limit", "2");
      expect(out).toBe("page-0  0\npage-1  1\n");
      expect(err).toBe("there may be more: go on with --start 'page-1\\x00', or take --all\n");
      const next = await raw("scan", "--limit", "2", "--start", "page-1\\x00");
      expect(next.out).toBe("page-2  2\npage-3  3\n");
    });

    test("goes on to the end with --all, whatever the size of a page", async () => {
      for (const limit of ["1", "3", "7", "100"]) {
        const { out, err } = await raw("scan", "--all", "--limit", limit);
        expect(out.match(/page-\d/g)).toHaveLength(7);
        expect(err).toBe("");
      }
    });

    test("prints nothing with limit 0", async () => {
      expect(await raw("scan", "--limit", "0")).toEqual({ code: 0, out: "", err: "" });
    });
  });

  test("colours only where it is asked to", async () => {
    await raw("put", "c", "v");
    const args = ["raw", "scan", "--addr", up.addr];
    expect((await run(args, true)).out).toContain("\u001b[");
    expect((await run(args, false)).out).not.toContain("\u001b[");
    await raw("delete", "c");
  });
});

describe("a wrong call", () => {
  const calls: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
    [["raw", "get"], /^tinykv: Missing required argument 'key'; see --help\.$/],
    [["raw", "put", "k"], /^tinykv: Missing required argument 'value'; see --help\.$/],
    [["raw", "get", "k", "x"], /^tinykv: Too many arguments.*; see --help\.$/],
    [["raw", "dance"], /^tinykv: Unknown command 'dance'.*; see --help\.$/],
    [["raw", "get", "k", "--adr", "x"], /^tinykv: Unknown option '--adr'.*; see --help\.$/],
    [["raw", "get", "k", "--addr", "x"], /^tinykv: --addr: "x" is not HOST:PORT, such as .*\.$/],
    [["raw", "get", "k", "--timeout", "soon"], /^tinykv: --timeout: "soon" is not a time in /],
    [["raw", "scan", "--limit", "-1"], /^tinykv: --limit: "-1" is not a number of pairs from 0 /],
    [["raw", "scan", "--limit", "4294967296"], /^tinykv: --limit: "4294967296" is not/],
    [["raw", "scan", "--all", "--limit", "0"], /^tinykv: --all needs a --limit above 0/],
    [["raw", "get", "k", "--hex", "--base64"], /^tinykv: --hex and --base64 do not go together/],
    [["raw", "get", "--hex", "xyz"], /^tinykv: "xyz" is not hex/],
    [["raw", "get", "a\\b"], /^tinykv: "a\\b" has a lone backslash/],
  ];
  for (const [args, sentence] of calls) {
    test(`ends with 2 and one sentence: ${args.join(" ")}`, async () => {
      const { code, out, err } = await run(args);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err.trimEnd()).toMatch(sentence);
      expect(err.split("\n")).toHaveLength(2);
    });
  }

  for (const args of [[], ["raw"]]) {
    test(`without a command shows the help: ${args.join(" ")}`, async () => {
      const { code, err } = await run(args);
      expect(code).toBe(2);
      expect(err).toMatch(/^Usage: tinykv/);
    });
  }

  test("is not --help, which shows examples", async () => {
    const { code, out, err } = await run(["raw", "--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Examples:");
    expect((await run(["raw", "scan", "--help"])).out).toContain("--limit <n>");
  });
});

describe("a server that", () => {
  test("is not there: one sentence, with what to do", async () => {
    // Port 1 is reserved; nothing listens there.
    const { code, out, err } = await run(["raw", "get", "k", "--addr", "127.0.0.1:1"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(
      "tinykv: No TinyKV server answers at 127.0.0.1:1. Is it running there? Start one with " +
        "`npm run server`, or say where it is with --addr.\n",
    );
  });

  test("has a name that nobody knows", async () => {
    const { code, err } = await run(["raw", "get", "k", "--addr", "no.such.host.invalid:1"]);
    expect(code).toBe(2);
    expect(err).toContain("No TinyKV server answers at no.such.host.invalid:1.");
  });

  test("speaks something else", async () => {
    const other = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.resume().end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { readonly port: number };
    const { code, err } = await run(["raw", "get", "k", "--addr", `127.0.0.1:${port}`]);
    expect(code).toBe(2);
    expect(err).toMatch(/^tinykv: .*127\.0\.0\.1.*\n$/);
    await new Promise((resolve) => other.close(resolve));
  });

  test("does not answer in time: a write leaves a doubt, a read does not", async () => {
    const never = new Promise<never>(() => undefined);
    const api = { rawPut: () => never, rawGet: () => never };
    const slow = await startInProcess({ drainMs: 0, lab: mapLab({ api }) });
    const at = ["--addr", slow.addr, "--timeout", "1"];
    const put = await run(["raw", "put", "k", "v", ...at]);
    expect(put).toMatchObject({ code: 2, out: "" });
    expect(put.err).toBe(
      `tinykv: There was no answer from ${slow.addr} within 1 ms (--timeout). ` +
        "The write may or may not have happened.\n",
    );
    const get = await run(["raw", "get", "k", ...at]);
    expect(get.err).toMatch(/within 1 ms \(--timeout\)\.\n$/);
    await slow.close();
  });

  test("refuses: its own sentence is shown", async () => {
    const refusal = new TinyKvError("engine/unknown-cf", 'there is no column family "x"');
    const api = { rawGet: () => Promise.reject(refusal) };
    const other = await startInProcess({ lab: mapLab({ api }) });
    const { code, err } = await run(["raw", "get", "k", "--cf", "x", "--addr", other.addr]);
    expect(code).toBe(2);
    expect(err).toBe(
      "tinykv: The server answered INVALID_ARGUMENT: engine/unknown-cf: " +
        'there is no column family "x"\n',
    );
    await other.close();
  });

  test("answers with an error field: it is shown", async () => {
    const answer = { regionError: undefined, error: "not today", value: Buffer.alloc(0) };
    const api = { rawGet: async () => ({ ...answer, notFound: false }) };
    const other = await startInProcess({ lab: mapLab({ api }) });
    const { code, err } = await run(["raw", "get", "k", "--addr", other.addr]);
    expect({ code, err }).toEqual({ code: 2, err: "tinykv: The server refused: not today\n" });
    await other.close();
  });
});
