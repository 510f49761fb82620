/** A history that contradicts itself is refused, with the client and the times. */

import { describe, expect, test } from "@jest/globals";
import { checkHistory } from "./check-history.ts";
import type { Operation } from "./operation.ts";

type Times = readonly [call: number, end: number];

function answered(client: number, [call, end]: Times): Operation<string, string> {
  return { client, call, input: "read", status: "ok", return: end, output: "1" };
}

function unknown(client: number, [call, end]: Times): Operation<string, string> {
  return { client, call, input: "read", status: "unknown", return: end };
}

describe("checkHistory()", () => {
  test("takes clients whose operations follow each other, and touch", () => {
    const history = [answered(1, [0, 5]), answered(1, [5, 5]), answered(2, [3, 9])];
    expect(() => checkHistory(history)).not.toThrow();
  });

  test("does not need the operations in the order of their calls", () => {
    expect(() => checkHistory([answered(1, [6, 9]), answered(1, [0, 5])])).not.toThrow();
  });

  test("lets a client go on before an outcome that it gave up to wait for", () => {
    expect(() => checkHistory([unknown(1, [0, 9]), answered(1, [3, 5])])).not.toThrow();
  });

  test("refuses a client that does two things at once", () => {
    const history = [answered(1, [4, 9]), answered(1, [0, 5])];
    expect(() => checkHistory(history)).toThrow(
      "history/overlap: client 1 calls at 4, before it has its answer at 5",
    );
  });

  test.each([
    ["an end before the call", [5, 4]],
    ["a call at no time", [Number.NaN, 4]],
    ["an end that is not finite", [5, Infinity]],
  ] as const)("refuses %s", (_, times) => {
    expect(() => checkHistory([answered(1, times)])).toThrow("history/time: client 1 calls at");
    expect(() => checkHistory([unknown(1, times)])).toThrow("history/time: client 1 calls at");
  });
});
