/** Workflow commands: one per line, escaped, bounded, and fenced off from other output. */

import { describe, expect, test } from "@jest/globals";
import { HOSTILE_TEXTS, makeReport, makeTest } from "../testing/make-report.ts";
import { annotations, commandProperty, commandText, fence } from "./annotations.ts";

const lines = (text: string): string[] => text.trimEnd().split("\n");

describe("annotations", () => {
  test("point at the student's line, with name, status and message", () => {
    const failed = makeTest({
      file: "labs/base/src/one.ts",
      line: 7,
      message: "50% off\nsteps: 1",
    });
    expect(lines(annotations([makeReport([failed])]))).toEqual([
      "::error file=labs/base/src/one.ts,line=7,title=adds%3A failed::50%25 off%0Asteps: 1",
      "::notice title=Grade::alice.zip: 0 of 1 points",
    ]);
  });

  test("are made for failures only, and not for what is not written yet", () => {
    const report = makeReport([
      makeTest({ name: "a", status: "passed" }),
      makeTest({ name: "b", status: "not-written" }),
      makeTest({ name: "c", status: "crashed", message: "out of memory" }),
    ]);
    expect(lines(annotations([report]))).toEqual([
      "::error title=c%3A crashed::out of memory",
      "::notice title=Grade::alice.zip: 1 of 3 points",
    ]);
  });

  test("say a thing once that many tests say", () => {
    const tests = ["a", "b", "c"].map((name) => makeTest({ name, file: "x.ts", line: 1 }));
    expect(lines(annotations([makeReport(tests)]))[0]).toBe(
      "::error file=x.ts,line=1,title=a and 2 more%3A failed::expected 1, got 2",
    );
  });

  test("are at most as many as GitHub shows, those with a line first, the rest counted", () => {
    const tests = Array.from({ length: 14 }, (_, index) =>
      makeTest({
        ...{ name: `t${index}`, message: `m${index}` },
        ...(index < 3 ? {} : { file: "x.ts", line: index }),
      }),
    );
    const written = lines(annotations([makeReport(tests)]));
    expect(written.filter((line) => line.startsWith("::error")).length).toBe(10);
    expect(written[0]).toMatch(/^::error file=x\.ts,line=3,/);
    expect(written[10]).toBe("::notice title=More failures::4 more; see the job's summary");
  });

  test("are one command per line, whatever a student wrote", () => {
    for (const text of HOSTILE_TEXTS) {
      const test_ = makeTest({ name: text, message: text, file: text, line: 1 });
      const written = lines(annotations([makeReport([test_], { submission: text })]));
      expect(written.length).toBe(2);
      expect(written[0]).toMatch(/^::error file=[^:,]*,line=1,title=[^:,]*::/);
      expect(written[1]).toMatch(/^::notice title=Grade::/);
    }
  });
});

describe("escaping", () => {
  test("follows GitHub's rules", () => {
    expect(commandText("a%b\r\nc:d,e")).toBe("a%25b%0D%0Ac:d,e");
    expect(commandProperty("a%b\r\nc:d,e")).toBe("a%25b%0D%0Ac%3Ad%2Ce");
  });
});

describe("fence", () => {
  test("stops commands for the length of the output", () => {
    expect(fence("::error::x\n", "token")).toBe("::stop-commands::token\n::error::x\n::token::\n");
    expect(fence("no end", "token")).toBe("::stop-commands::token\nno end\n::token::\n");
  });

  test("has a new token every time, which nobody can have written before", () => {
    expect(fence("x")).not.toBe(fence("x"));
  });
});
