/** Names of entries are made harmless or refused, and what an archive unpacks to is counted. */

import { describe, expect, test } from "@jest/globals";
import { ArchiveMeter, safePath, tooLarge } from "./file-tree.ts";
import { formatBytes, RATIO_MATTERS_BYTES, SUBMISSION_LIMITS } from "./limits.ts";

describe("safePath", () => {
  test.each([
    ["labs/base/src/one.ts", "labs/base/src/one.ts"],
    ["./labs/./base/src/one.ts", "labs/base/src/one.ts"],
    ["labs//base///one.ts", "labs/base/one.ts"],
    ["labs\\base\\one.ts", "labs/base/one.ts"],
    ["labs/base/", "labs/base"],
    ["...", "..."],
    ["..one.ts", "..one.ts"],
    ["one..ts", "one..ts"],
    ["Übung 1/漢字 🦀.ts", "Übung 1/漢字 🦀.ts"],
    ["./", ""],
  ])("brings %j into its proper form", (name, path) => {
    expect(safePath(name)).toBe(path);
  });

  test.each([
    ["..", "leads out of the archive"],
    ["../one.ts", "leads out of the archive"],
    ["labs/../../one.ts", "leads out of the archive"],
    ["labs/..", "leads out of the archive"],
    ["labs\\..\\one.ts", "leads out of the archive"],
    ["/one.ts", "is an absolute path"],
    ["\\one.ts", "is an absolute path"],
    ["\\\\server\\share\\one.ts", "is an absolute path"],
    ["C:/one.ts", "is an absolute path"],
    ["c:one.ts", "is an absolute path"],
    ["one.ts\0.zip", "contains a NUL character"],
  ])("refuses %j", (name, why) => {
    expect(() => safePath(name)).toThrow(
      `submission/unsafe-path: the entry ${JSON.stringify(name)} ${why}; ` +
        "pack the folder again with an ordinary archive program",
    );
  });

  test("shows a long name shortened, and control characters escaped", () => {
    expect(() => safePath(`../${"x".repeat(500)}`)).toThrow(/the entry "\.\.\/x{77}…" leads out/);
    expect(() => safePath("../\u001b[2J")).toThrow(/the entry "\.\.\/\\u001b\[2J" leads out/);
  });
});

describe("ArchiveMeter", () => {
  const limits = { ...SUBMISSION_LIMITS, entries: 3, totalBytes: 64 * 1024 * 1024, ratio: 10 };

  test("lets pass what is within all limits", () => {
    const meter = new ArchiveMeter(limits, 8 * 1024 * 1024);
    for (let count = 0; count < 3; count += 1) meter.addEntry();
    meter.addBytes(limits.totalBytes);
  });

  test("stops at one entry, or one byte, too many", () => {
    const meter = new ArchiveMeter(limits, 64 * 1024 * 1024);
    for (let count = 0; count < 3; count += 1) meter.addEntry();
    expect(() => meter.addEntry()).toThrow("submission/too-large: it holds more than 3 files");
    meter.addBytes(limits.totalBytes);
    expect(() => meter.addBytes(1)).toThrow("it holds more than 64 MiB when unpacked");
  });

  test("minds the ratio only where it could hurt", () => {
    const meter = new ArchiveMeter(limits, 100);
    meter.addBytes(RATIO_MATTERS_BYTES - 1);
    expect(() => meter.addBytes(1)).toThrow("files that unpack to more than 10 times their size");
  });

  test("does not divide by the size of an empty file", () => {
    expect(() => new ArchiveMeter(limits, 0).addBytes(RATIO_MATTERS_BYTES)).toThrow("10 times");
  });
});

describe("formatBytes", () => {
  test.each([
    [0, "0 bytes"],
    [1023, "1023 bytes"],
    [1024, "1 KiB"],
    [1536, "2 KiB"],
    [1024 * 1024, "1 MiB"],
    [512 * 1024 * 1024, "512 MiB"],
  ])("writes %d as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

test("tooLarge says what to send instead", () => {
  expect(tooLarge("too much").message).toBe(
    "submission/too-large: it holds too much; " +
      "send the files you own and nothing else (no node_modules, no data)",
  );
});
