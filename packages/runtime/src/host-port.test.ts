/** Addresses as text: what is read, what is not, and that writing undoes reading. */

import { describe, expect, test } from "@jest/globals";
import { formatHostPort, parseHostPort } from "./host-port.ts";

describe("parseHostPort()", () => {
  for (const text of ["127.0.0.1:20160", "[::1]:0", "store-1.example:65535"]) {
    test(`reads ${text}, and formatHostPort() writes it`, () => {
      const parsed = parseHostPort(text);
      expect(parsed && formatHostPort(parsed)).toBe(text);
    });
  }

  test("takes the brackets off an IPv6 address", () => {
    expect(parseHostPort("[::1]:2379")).toEqual({ host: "::1", port: 2379 });
  });

  for (const text of ["", "a", "a:", "a:b", "a: 1", "[::1]", "a:1:2", "a:65536", "a:123456"]) {
    test(`does not read ${JSON.stringify(text)}`, () => {
      expect(parseHostPort(text)).toBeUndefined();
    });
  }
});
