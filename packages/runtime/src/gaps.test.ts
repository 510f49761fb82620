/** What is remembered about unwritten gaps, and when it is forgotten. */

import { describe, expect, test } from "@jest/globals";
import { recordGap, takeReachedGaps } from "./gaps.ts";

describe("takeReachedGaps()", () => {
  test("returns what was reached since the last call, once", () => {
    takeReachedGaps();
    recordGap({ label: "1", what: "a" });
    recordGap({ label: "1", what: "a" });
    const first = takeReachedGaps();
    expect(first).toHaveLength(2);
    recordGap({ label: "2", what: "b" });
    expect(first).toHaveLength(2);
    expect(takeReachedGaps()).toEqual([{ label: "2", what: "b" }]);
    expect(takeReachedGaps()).toEqual([]);
  });
});
