/** Lines as machines and people read them, over sinks that remember what they got. */

import { describe, expect, test } from "@jest/globals";
import { createLogger, type LoggerOptions } from "./create-logger.ts";
import type { Logger } from "./logger.ts";

const NOON = Date.UTC(2026, 0, 2, 12, 0, 0, 7);

/** A logger and the lines it wrote. */
function recording(options: Partial<LoggerOptions> = {}): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const sink = { write: (line: string) => void lines.push(line) };
  return { log: createLogger({ level: "debug", sink, now: () => NOON, ...options }), lines };
}

function parsed(lines: readonly string[]): unknown[] {
  return lines.map((line) => JSON.parse(line) as unknown);
}

describe("createLogger(), JSON", () => {
  test("writes one line with level, time, fields and message", () => {
    const { log, lines } = recording();
    log.info("opened", { path: "data", files: 3 });
    expect(lines).toEqual([
      '{"level":"info","time":"2026-01-02T12:00:00.007Z","path":"data","files":3,"msg":"opened"}\n',
    ]);
  });

  test("stamps with the time it is given, at the moment of the line", () => {
    let now = 0;
    const { log, lines } = recording({ now: () => now });
    log.info("first");
    now = 1500;
    log.info("second");
    expect(parsed(lines)).toMatchObject([
      { time: "1970-01-01T00:00:00.000Z" },
      { time: "1970-01-01T00:00:01.500Z" },
    ]);
  });

  test("stamps with the wall clock if it is given none", () => {
    const lines: string[] = [];
    const log = createLogger({ level: "info", sink: { write: (line) => void lines.push(line) } });
    log.info("now");
    expect(parsed(lines)).toMatchObject([{ time: expect.stringMatching(/^20\d\d-.*Z$/) }]);
  });

  for (const [level, count] of [
    ["debug", 4],
    ["info", 3],
    ["warn", 2],
    ["error", 1],
    ["silent", 0],
  ] as const) {
    test(`writes ${count} of the four levels at level ${level}`, () => {
      const { log, lines } = recording({ level });
      log.debug("d");
      log.info("i");
      log.warn("w");
      log.error("e");
      expect(lines).toHaveLength(count);
    });
  }

  test("a child adds its fields to every line, and a line's own fields win", () => {
    const { log, lines } = recording();
    const child = log.child({ store: 1, region: 2 }).child({ region: 3 });
    child.warn("slow", { ms: 9 });
    child.warn("slow", { store: 8 });
    expect(parsed(lines)).toMatchObject([
      { store: 1, region: 3, ms: 9 },
      { store: 8, region: 3 },
    ]);
    expect(lines[1]?.match(/"store"/g)).toHaveLength(1);
  });

  test("a parent does not get the fields of its child", () => {
    const { log, lines } = recording();
    log.child({ store: 1 });
    log.info("plain");
    expect(parsed(lines)).toEqual([
      { level: "info", time: "2026-01-02T12:00:00.007Z", msg: "plain" },
    ]);
  });

  test("writes keys in hex, timestamps in digits, and leaves out what is undefined", () => {
    const { log, lines } = recording();
    log.info("x", { key: Buffer.from([0, 255]), ts: 2n ** 60n, none: undefined });
    expect(parsed(lines)).toEqual([
      expect.objectContaining({ key: "00ff", ts: String(2n ** 60n) }),
    ]);
    expect(lines[0]).not.toContain("none");
  });

  test("writes an error with its code, stack and causes", () => {
    const { log, lines } = recording();
    const cause = Object.assign(new Error("disk full"), { code: "ENOSPC" });
    log.error("failed", { error: new TypeError("no", { cause }) });
    expect(parsed(lines)).toMatchObject([
      {
        error: {
          type: "TypeError",
          message: "no",
          stack: expect.stringContaining("create-logger.test"),
          cause: { code: "ENOSPC", message: "disk full" },
        },
      },
    ]);
  });

  test("survives an error that causes itself, and an object that holds itself", () => {
    const { log, lines } = recording();
    const error = new Error("round");
    error.cause = error;
    const ring: Record<string, unknown> = {};
    ring["self"] = ring;
    log.error("failed", { error, ring });
    expect(parsed(lines)).toHaveLength(1);
  });

  test("a field cannot replace the level, the time or the message", () => {
    const { log, lines } = recording();
    log.child({ time: "never" }).info("real", { level: "error", msg: "fake" });
    expect(parsed(lines)).toEqual([
      {
        level: "info",
        time: "2026-01-02T12:00:00.007Z",
        time_: "never",
        level_: "error",
        msg_: "fake",
        msg: "real",
      },
    ]);
  });

  test("a message is text, not a format", () => {
    const { log, lines } = recording();
    log.info("100 %s %d", { a: 1 });
    expect(parsed(lines)).toMatchObject([{ msg: "100 %s %d" }]);
  });
});

describe("createLogger(), for people", () => {
  test("writes time, level, message and fields", () => {
    const { log, lines } = recording({ format: "human" });
    log.info("opened", { path: "my data", files: 3, id: "a1", nested: { a: 1 } });
    expect(lines).toEqual([
      '12:00:00.007 INFO  opened path="my data" files=3 id=a1 nested={"a":1}\n',
    ]);
  });

  test("writes stacks below the line", () => {
    const { log, lines } = recording({ format: "human" });
    log.error("failed", { stack: "Error: a\n    at b", error: { code: "x/y", stack: "S" } });
    expect(lines).toEqual([
      '12:00:00.007 ERROR failed error={"code":"x/y"}\n    Error: a\n        at b\n    S\n',
    ]);
  });

  test("does not let what is logged pretend to be a line", () => {
    const { log, lines } = recording({ format: "human" });
    log.info("a\n12:00:00.007 ERROR fake", { b: "c\u001b[31m", "d\n": 1 });
    expect(lines.join("").split("\n")).toHaveLength(2);
    expect(lines.join("")).not.toContain("\u001b");
  });
});
