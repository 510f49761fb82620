/** How events are read out of bytes that may come in any pieces, and may be anything. */

import { describe, expect, test } from "@jest/globals";
import { EventReader } from "./event-reader.ts";

const start = (name: string) => ({ type: "test-start", name });
const line = (event: unknown): string => `${JSON.stringify(event)}\n`;
const bytes = (text: string): Buffer => Buffer.from(text, "utf8");

describe("EventReader", () => {
  test("reads events however the bytes are cut", () => {
    const all = bytes(line(start("é")) + line({ type: "done" }));
    for (let cut = 0; cut <= all.length; cut += 1) {
      const reader = new EventReader();
      const parts = [all.subarray(0, cut), all.subarray(cut)].map((part) => reader.read(part));
      expect(parts.flatMap(({ events }) => events)).toEqual([start("é"), { type: "done" }]);
      expect(parts.some(({ isBroken }) => isBroken)).toBe(false);
    }
  });

  test.each([
    ["text", "hello\n"],
    ["an empty line", "\n"],
    ["JSON that is no event", '{"type":"passed"}\n'],
    ["an event with more than there should be", line({ ...start("a"), status: "passed" })],
    ["a wrong type inside", line({ type: "test-start", name: 7 })],
  ])("stops at %s", (_what, text) => {
    const reader = new EventReader();
    const result = reader.read(bytes(line(start("a")) + text + line(start("b"))));
    expect(result).toEqual({ events: [start("a")], isBroken: true });
    expect(reader.read(bytes(line(start("c"))))).toEqual({ events: [], isBroken: true });
  });

  test("stops at a line without an end", () => {
    const reader = new EventReader();
    const piece = Buffer.alloc(256 * 1024, "x");
    for (let count = 0; count < 4; count += 1) reader.read(piece);
    expect(reader.read(piece).isBroken).toBe(true);
  });
});
