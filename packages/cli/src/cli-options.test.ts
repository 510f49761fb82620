/** Tests of the options' borders; what a wrong one prints is in `run-cli.test.ts`. */

import { describe, expect, test } from "@jest/globals";
import { CliError } from "./cli-error.ts";
import { type CliOptions, checkOptions } from "./cli-options.ts";

const given = { addr: "127.0.0.1:20160", cf: "default", timeout: "5000" };

function checked(more: Readonly<Record<string, unknown>>): CliOptions {
  return checkOptions({ ...given, ...more });
}

describe("checkOptions()", () => {
  test("fills in what a command does not have", () => {
    expect(checked({})).toEqual({
      addr: "127.0.0.1:20160",
      cf: "default",
      timeout: 5000,
      hex: false,
      base64: false,
      json: false,
      start: "",
      limit: 0,
      all: false,
    });
  });

  test("takes limits up to the largest that the wire can carry", () => {
    expect(checked({ limit: "4294967295" }).limit).toBe(4_294_967_295);
    expect(checked({ limit: "0" }).limit).toBe(0);
    for (const limit of ["4294967296", "-1", "1.5", "1e3", "", "ten"]) {
      expect(() => checked({ limit })).toThrow(CliError);
    }
  });

  test("takes any name of a column family: the server knows which there are", () => {
    for (const cf of ["write", "", "nope"]) expect(checked({ cf }).cf).toBe(cf);
  });

  test("takes addresses with names, numbers and IPv6", () => {
    for (const addr of ["localhost:1", "10.0.0.1:65535", "[::1]:20160"]) {
      expect(checked({ addr }).addr).toBe(addr);
    }
    const wrong = [
      "localhost",
      ":1",
      "a b:1",
      "http://a:1",
      "a:0",
      "a:65536",
      "a:99999",
      "[::1]:0",
    ];
    for (const addr of wrong) {
      expect(() => checked({ addr })).toThrow("is not HOST:PORT");
    }
  });
});
