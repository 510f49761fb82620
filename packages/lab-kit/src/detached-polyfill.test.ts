/**
 * Guards: a lab file whose types could not be stripped, because it made the stripper's memory grow.
 */

import { expect, test } from "@jest/globals";
import "./detached-polyfill.ts";
// What SES brings must not take the place of the polyfill.
import "ses";

/** The part of WebAssembly that is used here; its types belong to browsers. */
interface Wasm {
  readonly Memory: new (size: {
    initial: number;
  }) => {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  };
}
const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;

interface Detachable {
  readonly detached?: boolean;
}

test("a buffer that was moved away is detached, and no other is", () => {
  const moved = new ArrayBuffer(8);
  const kept = new ArrayBuffer(8);
  structuredClone(moved, { transfer: [moved] });
  expect((moved as Detachable).detached).toBe(true);
  expect((kept as Detachable).detached).toBe(false);
  expect((new ArrayBuffer(0) as Detachable).detached).toBe(false);
});

test("a memory that has grown has left its old buffer behind", () => {
  const memory = new wasm.Memory({ initial: 1 });
  const before = memory.buffer;
  memory.grow(1);
  expect((before as Detachable).detached).toBe(true);
  expect((memory.buffer as Detachable).detached).toBe(false);
});
