/** Tests of the sentences for calls that fail. */

import { status } from "@grpc/grpc-js";
import { describe, expect, test } from "@jest/globals";
import { CliError, callError } from "./cli-error.ts";

const addr = "127.0.0.1:20160";

function sentence(code: status, details: string, isWrite = false): string {
  const error = Object.assign(new Error(`${code} ${details}`), { code, details });
  const result = callError(error, { addr, timeoutMs: 5000, isWrite });
  expect(result).toBeInstanceOf(CliError);
  return result.message;
}

describe("callError()", () => {
  test("says how to start a server when nobody answers", () => {
    for (const details of [
      "No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:20160",
      "Name resolution failed for target dns:nowhere:1",
    ]) {
      const text = sentence(status.UNAVAILABLE, details);
      expect(text).toContain(`No TinyKV server answers at ${addr}.`);
      expect(text).toContain("npm run server");
      expect(text).toContain("--addr");
    }
  });

  test("shows the server's own sentence, also when it is not available", () => {
    const details = "server/starting: the storage is not open yet, so try again";
    expect(sentence(status.UNAVAILABLE, details)).toBe(
      `The server answered UNAVAILABLE: ${details}`,
    );
    expect(sentence(status.UNIMPLEMENTED, "lab/not-written: rawGet is not written")).toBe(
      "The server answered UNIMPLEMENTED: lab/not-written: rawGet is not written",
    );
  });

  test("leaves a doubt about a write whose answer was lost", () => {
    const doubt = "The write may or may not have happened.";
    expect(sentence(status.UNAVAILABLE, "Connection dropped", true)).toBe(
      `The connection to ${addr} was lost: Connection dropped. ${doubt}`,
    );
    expect(sentence(status.UNAVAILABLE, "Connection dropped")).not.toContain(doubt);
    expect(sentence(status.DEADLINE_EXCEEDED, "Deadline exceeded", true)).toContain(doubt);
    expect(sentence(status.DEADLINE_EXCEEDED, "Deadline exceeded")).toBe(
      `There was no answer from ${addr} within 5000 ms (--timeout).`,
    );
  });

  test("leaves a doubt about a write that went wrong in the server, and about no other", () => {
    const doubt = "The write may or may not have happened.";
    for (const code of [status.INTERNAL, status.DATA_LOSS, status.UNKNOWN]) {
      const text = sentence(code, "engine/io: no space left", true);
      expect(text).toBe(`The server answered ${status[code]}: engine/io: no space left. ${doubt}`);
      expect(sentence(code, "engine/io: no space left")).not.toContain(doubt);
    }
    expect(sentence(status.INTERNAL, "server/unexpected: It broke.", true)).toBe(
      `The server answered INTERNAL: server/unexpected: It broke. ${doubt}`,
    );
    for (const code of [status.INVALID_ARGUMENT, status.UNIMPLEMENTED, status.UNAVAILABLE]) {
      expect(sentence(code, "engine/unknown-cf: nope", true)).not.toContain(doubt);
    }
  });

  test("does not hide what is no gRPC error", () => {
    const result = callError(new TypeError("x is undefined"), {
      addr,
      timeoutMs: 1,
      isWrite: false,
    });
    expect(result.message).toBe("The call failed: TypeError: x is undefined.");
  });
});
