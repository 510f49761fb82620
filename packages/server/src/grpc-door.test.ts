/** Tests of the sentences for an address where nothing can listen. */

import { describe, expect, test } from "@jest/globals";
import { bindError } from "./grpc-door.ts";

const addr = { host: "::1", port: 80 };

describe("bindError()", () => {
  const cases: readonly (readonly [cause: Error, reason: string])[] = [
    // As node:http says it, with a code; and as grpc-js says it, in its text.
    [Object.assign(new Error("listen"), { code: "EADDRINUSE" }), "another process listens there"],
    [new Error("No address added out of total 1 resolved errors: [EADDRINUSE: x]"), "another"],
    [Object.assign(new Error("listen"), { code: "EACCES" }), "this user may not listen there"],
    [new Error("errors: [listen EADDRNOTAVAIL: address not available]"), "no such address"],
    [new Error("getaddrinfo ENOTFOUND nowhere"), "no address is known for that name"],
    [new Error("something new"), "something new"],
  ];
  for (const [cause, reason] of cases) {
    test(`names the address and the reason: ${cause.message}`, () => {
      const error = bindError("gRPC", addr, cause);
      expect(error.code).toBe("server/bind");
      expect(error.message).toContain("server/bind: gRPC cannot be served at [::1]:80: ");
      expect(error.message).toContain(reason);
      expect(error.cause).toBe(cause);
    });
  }

  test("names the flag that chooses another port, and that metrics can be off", () => {
    const cause = Object.assign(new Error("listen"), { code: "EADDRINUSE" });
    expect(bindError("gRPC", addr, cause).message).toMatch(/another port with --addr, or stop it$/);
    expect(bindError("metrics", addr, cause).message).toMatch(
      /another port with --metrics-addr \(or "off"\), or stop it$/,
    );
  });
});
