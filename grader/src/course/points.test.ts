/** Points add up exactly, in whatever order, and are shown without noise. */

import { describe, expect, test } from "@jest/globals";
import { formatPoints, sumPoints } from "./points.ts";

describe("sumPoints", () => {
  test("adds decimal fractions without binary noise", () => {
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(sumPoints([0.1, 0.2])).toBe(0.3);
    expect(JSON.stringify(sumPoints(new Array(10).fill(0.1)))).toBe("1");
  });

  test("gives the same for every order of its terms", () => {
    const points = [0.1, 0.7, 1e-6, 3, 0.333333, 12.000001];
    expect(sumPoints(points)).toBe(sumPoints([...points].reverse()));
    expect(sumPoints(points)).toBe(16.133335);
  });

  test("of nothing is zero", () => {
    expect(sumPoints([])).toBe(0);
  });
});

describe("formatPoints", () => {
  test.each([
    [10, "10"],
    [2.5, "2.5"],
    [0.333333, "0.33"],
    [6.666667, "6.67"],
    [0, "0"],
  ])("writes %p as %p", (points, text) => {
    expect(formatPoints(points)).toBe(text);
  });
});
