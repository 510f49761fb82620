/** What lab code prints reaches the grader as short text, and not without end. */

import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type EventSink, setEventSink } from "./event-log.ts";
import type { LabEvent } from "./events.ts";
import { beginConsole, CONSOLE_MAX, createLabConsole } from "./lab-console.ts";

let heard: LabEvent[];
let previous: EventSink;

beforeEach(() => {
  heard = [];
  previous = setEventSink((event) => void heard.push(event));
  beginConsole("a test");
});

afterEach(() => {
  setEventSink(previous);
});

const texts = (): string[] => heard.map((event) => (event.type === "console" ? event.text : "?"));

test("every method prints under the name of the test", () => {
  const labConsole = createLabConsole();
  labConsole.log("one", 2, Buffer.from([3]));
  labConsole.error(new Error("four"));
  expect(heard).toEqual([
    { type: "console", name: "a test", text: "one 2 [3]" },
    { type: "console", name: "a test", text: "four" },
  ]);
});

test("a flood is cut, and says once that it was", () => {
  const labConsole = createLabConsole();
  for (let count = 0; count < 10_000; count += 1) labConsole.log("0123456789");
  expect(texts().join("\n").length).toBeLessThan(CONSOLE_MAX + 200);
  expect(texts().filter((text) => text.includes("the rest is left out"))).toHaveLength(1);
  expect(texts().at(-1)).toContain("the rest is left out");
});

test("one endless line is cut as well", () => {
  createLabConsole().log("x".repeat(10_000_000));
  expect(texts().join("").length).toBeLessThan(CONSOLE_MAX + 200);
});

test("the next test has its own allowance", () => {
  const labConsole = createLabConsole();
  labConsole.log("x".repeat(CONSOLE_MAX * 2));
  beginConsole("another");
  labConsole.log("hello");
  expect(heard.at(-1)).toEqual({ type: "console", name: "another", text: "hello" });
});
