/** Guards: a label not believed, because a check had quoted megabytes of a wrong answer. */

import { afterEach, expect, test } from "@jest/globals";
import { emit, setEventSink } from "./event-log.ts";
import type { LabEvent } from "./events.ts";

const seen: LabEvent[] = [];
const previous = setEventSink((event) => void seen.push(event));

afterEach(() => {
  setEventSink(previous);
});

test("a message of any length is sent as its beginning, and says how much is missing", () => {
  const end = { type: "test-end", name: "t", status: "failed", durationMs: 1 } as const;
  emit({ ...end, message: "short" });
  emit({ ...end, message: "x".repeat(3_000_000) });
  const messages = seen.map((event) => ("message" in event ? event.message : ""));
  expect(messages[0]).toBe("short");
  expect(messages[1]).toMatch(/^x+… \(2934464 more characters\)$/);
});
