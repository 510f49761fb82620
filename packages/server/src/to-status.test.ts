/** Tests of what a client is told when something was thrown, whatever that was. */

import { status } from "@grpc/grpc-js";
import { describe, expect, test } from "@jest/globals";
import { createLogger } from "@tinykv/log";
import { InvariantError, NotImplementedError, TinyKvError } from "@tinykv/runtime";
import { STATUS_OF_CODE, STATUSES_TO_LOG } from "./status-table.ts";
import { logThrown, textOf, toStatus } from "./to-status.ts";

/** Objects that do not let themselves be looked at. */
const hostile: readonly (readonly [name: string, thrown: unknown])[] = [
  ["a proxy that throws on everything", new Proxy({}, throwingTraps())],
  ["an object without a prototype", Object.create(null)],
  ["an error whose message throws", Object.defineProperty(new Error(), "message", { get: fail })],
  ["an error whose stack throws", Object.defineProperty(new Error(), "stack", { get: fail })],
  ["an object whose text throws", { toString: fail }],
];

function fail(): never {
  throw new Error("do not look at me");
}

function throwingTraps(): ProxyHandler<object> {
  return { get: fail, getPrototypeOf: fail, has: fail, ownKeys: fail };
}

describe("toStatus()", () => {
  for (const [code, expected] of STATUS_OF_CODE) {
    test(`answers ${code} with ${status[expected]}`, () => {
      const failure = toStatus(new TinyKvError(code, "what happened"));
      expect(failure).toEqual({ code: expected, details: `${code}: what happened` });
    });
  }

  test("answers a code that is not in the table with INTERNAL", () => {
    const failure = toStatus(new TinyKvError("engine/brand-new", "oops"));
    expect(failure).toEqual({ code: status.INTERNAL, details: "engine/brand-new: oops" });
  });

  test("answers unwritten lab code with UNIMPLEMENTED and its sentence", () => {
    const failure = toStatus(new NotImplementedError("1", "Server.rawGet"));
    expect(failure.code).toBe(status.UNIMPLEMENTED);
    expect(failure.details).toBe("lab/not-written: Server.rawGet is not written yet (label 1)");
  });

  test("answers a broken invariant with INTERNAL and its values", () => {
    const failure = toStatus(new InvariantError("engine/iterator-open", { openIterators: 1 }));
    expect(failure.code).toBe(status.INTERNAL);
    expect(failure.details).toBe("engine/iterator-open openIterators=1");
  });

  for (const thrown of [new TypeError("x is not a function"), "text", 7, undefined, null]) {
    test(`answers ${String(thrown)} with INTERNAL, marked as unexpected`, () => {
      const { code, details } = toStatus(thrown);
      expect(code).toBe(status.INTERNAL);
      expect(details).toContain("server/unexpected: ");
    });
  }

  for (const [name, thrown] of hostile) {
    test(`answers ${name}`, () => {
      expect(toStatus(thrown).code).toBe(status.INTERNAL);
    });
  }

  test("cuts a long message so that it fits into a header", () => {
    const { details } = toStatus(new Error("\u{1f642}".repeat(1_000_000)));
    expect(encodeURI(details).length).toBeLessThan(8 * 1024);
  });

  test("mends half a surrogate pair, on which grpc-js would throw", () => {
    for (const text of ["\ud83d", `${"x".repeat(781)}\u{1f642}\u{1f642}`]) {
      const { details } = toStatus(new Error(text));
      expect(() => encodeURI(details)).not.toThrow();
    }
  });
});

describe("STATUSES_TO_LOG", () => {
  test("holds what is the server's fault, and not what a client can mend", () => {
    expect([...STATUSES_TO_LOG]).toEqual([status.INTERNAL, status.DATA_LOSS]);
  });
});

describe("logThrown()", () => {
  const lines: string[] = [];
  const log = createLogger({ level: "error", sink: { write: (line) => lines.push(line) } });

  for (const [name, thrown] of [...hostile, ["a string", "text"] as const]) {
    test(`logs ${name}`, () => {
      lines.length = 0;
      logThrown(log, "it failed", thrown, { method: "rawGet" });
      expect(lines.join("")).toMatch(/"method":"rawGet".*"msg":"it failed"/);
    });
  }

  test("logs an error with its stack and its cause", () => {
    lines.length = 0;
    logThrown(log, "it failed", new Error("outer", { cause: new Error("inner") }));
    expect(lines.join("")).toContain("to-status.test.ts");
    expect(lines.join("")).toContain("inner");
  });
});

describe("textOf()", () => {
  test("leaves our own errors as they are", () => {
    expect(textOf(new TinyKvError("engine/io", "disk full"))).toBe("engine/io: disk full");
  });
});
