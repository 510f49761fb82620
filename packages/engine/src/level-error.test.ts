/** Errors of the store, turned into ours. */

import { describe, expect, test } from "@jest/globals";
import { TinyKvError } from "@tinykv/runtime";
import { asEngineError, engineClosed } from "./level-error.ts";

/** An error as the `level` family makes it: with a code, and the reason below. */
function levelError(code: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code });
}

describe("asEngineError()", () => {
  const cases: [string, Error][] = [
    ["engine/locked", levelError("LEVEL_LOCKED", "IO error: lock")],
    ["engine/corrupt", levelError("LEVEL_CORRUPTION", "Corruption: bad block")],
    ["engine/io", levelError("LEVEL_IO_ERROR", "IO error: no space left")],
    ["engine/io", levelError("ENOTDIR", "not a directory")],
    ["engine/io", new TypeError("anything else")],
  ];
  for (const [code, cause] of cases) {
    test(`finds ${code} below a failed open (${cause.message})`, () => {
      const error = levelError("LEVEL_DATABASE_NOT_OPEN", "Database failed to open", cause);
      expect(asEngineError(error, { path: "/data" })).toMatchObject({ code, cause: error });
      expect(asEngineError(error, { path: "/data" }).message).toContain("/data: ");
      expect(asEngineError(cause)).toMatchObject({ code });
    });
  }

  test("says the reason, not that something failed", () => {
    const reason = levelError("LEVEL_IO_ERROR", "no space left");
    const error = levelError("LEVEL_DATABASE_NOT_OPEN", "Database failed to open", reason);
    expect(asEngineError(error).message).toBe("engine/io: no space left");
  });

  for (const what of ["DATABASE", "SNAPSHOT", "ITERATOR"]) {
    test(`takes use of a closed ${what.toLowerCase()} for engine/closed`, () => {
      const error = levelError(`LEVEL_${what}_NOT_OPEN`, "not open");
      expect(asEngineError(error)).toMatchObject({ code: "engine/closed", cause: error });
    });
  }

  test("goes by codes, not by classes: an error may come from another realm", () => {
    const foreign = { code: "LEVEL_LOCKED", message: "lock" };
    expect(asEngineError(foreign)).toMatchObject({ code: "engine/locked" });
  });

  test("leaves an operating error as it is", () => {
    const error = new TinyKvError("engine/closed", "closed");
    expect(asEngineError(error, { path: "/data" })).toBe(error);
  });

  test("says that a failed write may have happened", () => {
    const error = levelError("LEVEL_IO_ERROR", "no space left");
    expect(asEngineError(error, { definite: false }).definite).toBe(false);
    expect(asEngineError(error).definite).toBe(true);
  });

  test("copes with whatever is thrown", () => {
    const ring: { cause?: unknown; message: string } = { message: "round" };
    ring.cause = ring;
    for (const thrown of [ring, undefined, null, "text", { code: 7, message: 7 }]) {
      expect(asEngineError(thrown)).toMatchObject({ code: "engine/io" });
    }
  });
});

describe("engineClosed()", () => {
  test("has a cause only if there is one", () => {
    expect("cause" in engineClosed()).toBe(false);
    expect(engineClosed("why").cause).toBe("why");
  });
});
