/** Streams are read to their end or to their limit, and not held open after that. */

import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { readUpTo } from "./read-up-to.ts";

describe("readUpTo", () => {
  test("collects a stream of bytes and texts", async () => {
    const stream = Readable.from([Buffer.from("ab"), "cd", Buffer.from("é")]);
    expect((await readUpTo(stream, 100)).toString()).toBe("abcdé");
    expect((await readUpTo(Readable.from([]), 100)).length).toBe(0);
  });

  test("gives one byte more than the limit, and closes the stream", async () => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.alloc(10, "x");
      } finally {
        isClosed = true;
      }
    }
    expect((await readUpTo(endless(), 25)).length).toBe(26);
    expect(isClosed).toBe(true);
  });

  test("takes a stream of exactly the limit", async () => {
    expect((await readUpTo(Readable.from([Buffer.alloc(25)]), 25)).length).toBe(25);
  });

  test("fails as the stream fails", async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error("damaged"));
      },
    });
    await expect(readUpTo(broken, 25)).rejects.toThrow("damaged");
  });
});
