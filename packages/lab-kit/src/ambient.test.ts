/** What a lab must do without says so, where it is used. */

import { describe, expect, test } from "@jest/globals";
import { ambientStandIns, dateWithoutNow, mathWithoutRandom } from "./ambient.ts";

/** The stand-ins by the types that lab code takes them for. */
const standIns = ambientStandIns() as unknown as {
  readonly process: { readonly env: object; exit(code: number): void };
  readonly setTimeout: (callback: () => void, ms: number) => void;
  readonly fetch: (url: string) => void;
  readonly require: (name: string) => void;
  readonly WebSocket: new (url: string) => object;
  readonly crypto: { randomUUID(): string };
  readonly performance: { now(): number };
};
const refused = { code: "lab/no-ambient" };

describe("a stand-in", () => {
  test.each([
    ["process", () => standIns.process.exit(0)],
    ["process", () => standIns.process.env],
    ["process", () => "exit" in standIns.process],
    ["setTimeout", () => standIns.setTimeout(() => undefined, 1)],
    ["fetch", () => standIns.fetch("http://localhost")],
    ["require", () => standIns.require("node:fs")],
    ["WebSocket", () => new standIns.WebSocket("ws://localhost")],
    ["crypto", () => standIns.crypto.randomUUID()],
    ["performance", () => standIns.performance.now()],
  ])("for %s refuses to be used", (name, use) => {
    expect(use).toThrow(expect.objectContaining(refused));
    expect(use).toThrow(`lab code has no \`${name}\``);
  });

  test("may be looked at", () => {
    expect(typeof standIns.process).toBe("object");
    expect(typeof standIns.setTimeout).toBe("function");
    expect(Object.is(standIns.process, undefined)).toBe(false);
  });
});

describe("Math", () => {
  test("computes as always, but does not draw", () => {
    const math = mathWithoutRandom();
    expect(math.floor(2.7)).toBe(2);
    expect(math.PI).toBe(Math.PI);
    expect(() => math.random()).toThrow(expect.objectContaining(refused));
  });
});

describe("Date", () => {
  const LabDate = dateWithoutNow(Date);

  test("computes with dates that it is given", () => {
    const date = new LabDate(2024, 1, 29);
    expect(date).toBeInstanceOf(LabDate);
    expect(date.getMonth()).toBe(1);
    expect(new LabDate(0).toISOString()).toBe("1970-01-01T00:00:00.000Z");
    expect(LabDate.UTC(1970, 0, 2)).toBe(86_400_000);
  });

  test.each([
    ["new Date()", () => new LabDate()],
    ["Date()", () => LabDate()],
    ["Date.now", () => LabDate.now()],
  ])("does not know the time: %s", (_what, use) => {
    expect(use).toThrow(expect.objectContaining(refused));
  });
});
