/**
 * Runs labels of tiny labs in real processes: what becomes of tests that pass, fail, wait, loop, and
 * take their process with them. Attempts to forge a result are in `forgery.test.ts`.
 */

import { describe, expect, test } from "@jest/globals";
import { runFakeLab } from "./testing/fake-lab.ts";

const sum = `
export function add(a: number, b: number): number {
  return a + b;
}
`;

describe("runLabel", () => {
  test("a test that passes has its points", async () => {
    const { reports } = await runFakeLab({
      owned: { "src/owned.ts": sum },
      tests: { adds: 't.expectEqual(lab.add(1, 2), 3, "the sum");' },
    });
    expect(reports).toEqual([
      {
        name: "adds",
        status: "passed",
        points: 2,
        max: 2,
        durationMs: expect.any(Number),
        message: "",
        seed: 7,
        replay: "npm run lab -- test 1 -t adds --seed 7",
      },
    ]);
  });
});
