/** Colours, and writing to outputs that may go away. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { memoryIo } from "../testing/memory-io.ts";
import { courseRoot, paintFor, write } from "./command-io.ts";

const level = (isTTY: boolean, env: Record<string, string>): number => {
  const io = memoryIo({ root: "/", isTTY, env });
  return paintFor(io, io.stdout).level;
};

describe("paintFor", () => {
  test("gives no colours to a pipe, nor under NO_COLOR", () => {
    expect(level(false, {})).toBe(0);
    expect(level(true, { NO_COLOR: "1" })).toBe(0);
    expect(level(true, { NO_COLOR: "1", FORCE_COLOR: "1" })).toBe(0);
  });

  test("takes an empty NO_COLOR for none, as its convention says", () => {
    expect(level(true, { NO_COLOR: "" })).toBe(level(true, {}));
  });
});

describe("courseRoot", () => {
  test("is the folder that holds labs and grader", () => {
    expect(existsSync(join(courseRoot(), "grader", "course.json"))).toBe(true);
  });
});

describe("write", () => {
  test("resolves once the text is taken", async () => {
    const io = memoryIo({ root: "/" });
    await write(io.stdout, "text");
    expect(io.stdout.text).toBe("text");
  });

  test("does not mind a reader that has gone, but any other failure", async () => {
    const failing = (code: string) =>
      new Writable({
        write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
      }).on("error", () => {});
    await write(failing("EPIPE"), "text");
    await expect(write(failing("EIO"), "text")).rejects.toThrow("EIO");
  });
});
