/** Which bytes are text, and what is said of those that are not. */

import { describe, expect, test } from "@jest/globals";
import type { FileTree, TreeEntry } from "./file-tree.ts";
import { takeText } from "./take-text.ts";

/** Takes the text of a file of these bytes. */
async function take(bytes: Uint8Array, kind: TreeEntry["kind"] = "file", maxBytes = 100) {
  const entry = { path: "labs/base/src/one.ts", kind, size: bytes.length };
  const tree: FileTree = {
    entries: [entry],
    read: async () => Buffer.from(bytes),
    close: async () => {},
  };
  const file = { lab: "base", path: "src/one.ts", entry, isExact: true };
  const taken = await takeText(tree, file, maxBytes);
  return "text" in taken ? taken.text : `${taken.problem.code}: ${taken.problem.message}`;
}

describe("takeText", () => {
  test.each(["", "one", "a\nb\r\nc\rd", "é 漢字 🦀 \u202e", "\u0001\u001b[2J"])(
    "takes the text %j as it is",
    async (text) => {
      expect(await take(Buffer.from(text))).toBe(text);
    },
  );

  test("drops a byte order mark at the start, and only there", async () => {
    expect(await take(Buffer.from("\ufeffa\ufeffb"))).toBe("a\ufeffb");
  });

  test.each<[string, number[]]>([
    ["a byte of Latin-1", [0xe9]],
    ["a sequence that is cut off", [0xe6, 0xbc]],
    ["an overlong sequence", [0xc0, 0xaf]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["a code point beyond the last", [0xf4, 0x90, 0x80, 0x80]],
  ])("refuses %s, which is not UTF-8", async (_what, bytes) => {
    expect(await take(Buffer.from([0x61, ...bytes]))).toBe(
      "submission/not-text: labs/base/src/one.ts is not UTF-8; save it as UTF-8",
    );
  });

  test("refuses UTF-16 of either order, and anything with NUL bytes", async () => {
    const little = Buffer.from("\ufeffab", "utf16le");
    for (const bytes of [little, Buffer.from(little).swap16(), Buffer.from("a\0b")]) {
      expect(await take(bytes)).toBe(
        "submission/not-text: labs/base/src/one.ts holds NUL bytes (UTF-16, or not text at all); " +
          "save it as UTF-8",
      );
    }
    // All letters of this text have two bytes that are not 0: only the mark tells.
    expect(await take(Buffer.from("\ufeff漢字", "utf16le"))).toMatch(/^submission\/not-text/);
  });

  test("tells a pointer of Git LFS from a file that cannot be parsed", async () => {
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n";
    expect(await take(Buffer.from(pointer))).toBe(
      "submission/not-a-file: labs/base/src/one.ts is a pointer of Git LFS and not the file; " +
        "hand in the file itself",
    );
  });

  test("takes a file of exactly the limit, and refuses the next byte", async () => {
    expect(await take(Buffer.alloc(100, "x"))).toBe("x".repeat(100));
    expect(await take(Buffer.alloc(101, "x"))).toBe(
      "submission/file-too-large: labs/base/src/one.ts is larger than 100 bytes; shorten it",
    );
  });

  test.each<[TreeEntry["kind"], RegExp]>([
    ["link", /^submission\/symlink: .* is a symbolic link; put the file itself there$/],
    ["hard-link", /^submission\/hard-link: .* is a hard link to another entry of the archive; /],
    ["submodule", /^submission\/not-a-file: .* is a git submodule, .*; commit the files themselv/],
    ["folder", /^submission\/not-a-file: .* is a folder; put the file there$/],
    ["other", /^submission\/not-a-file: .* is not a file; put the file there$/],
  ])("does not read a %s", async (kind, message) => {
    expect(await take(Buffer.from("text"), kind)).toMatch(message);
  });
});
