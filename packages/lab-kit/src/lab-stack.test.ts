/** Traces show lab code only. */

import { describe, expect, test } from "@jest/globals";
import { formatLabStack, showFramesOf } from "./lab-stack.ts";

/** Frames of this file, as V8 hands them out. */
function sitesHere(): NodeJS.CallSite[] {
  const own = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  Error.prepareStackTrace = (_error, sites) => sites;
  try {
    return new Error("for its frames").stack as unknown as NodeJS.CallSite[];
  } finally {
    Reflect.deleteProperty(Error, "prepareStackTrace");
    if (own !== undefined) Object.defineProperty(Error, "prepareStackTrace", own);
  }
}

describe("a stack trace where lab code runs", () => {
  test("shows no frame of a test, of the kit or of Node", () => {
    expect(formatLabStack(new TypeError("wrong"), sitesHere())).toBe("TypeError: wrong");
  });

  test("shows frames of lab files, with line and column", () => {
    const sites = sitesHere();
    const url = sites[0]?.getScriptNameOrSourceURL() ?? "";
    showFramesOf(url);
    const [first, ...frames] = formatLabStack(new Error("wrong"), sites).split("\n");
    expect(first).toBe("Error: wrong");
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames)
      expect(frame).toMatch(/^ {4}at .*lab-stack\.test\.ts.*:\d+:\d+\)?$/);
  });

  test("has a first line, whatever the error is made of", () => {
    const hostile = {
      get message(): string {
        throw new Error("no");
      },
    };
    expect(formatLabStack(hostile, [])).toBe("Error");
    expect(formatLabStack({ name: "", message: "bare" }, [])).toBe("bare");
    expect(formatLabStack(undefined, [])).toBe("Error");
  });
});
