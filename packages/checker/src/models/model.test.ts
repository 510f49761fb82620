/** Models that a caller defines, those that may answer in several ways included. */

import { describe, expect, test } from "@jest/globals";
import { defineModel } from "./model.ts";

const minimal = {
  name: "counter",
  init: () => 0,
  step: (state: number, by: number): readonly number[] => [state + by],
};

describe("defineModel()", () => {
  test("shows and compares by JSON, and takes every operation as a change", () => {
    const model = defineModel(minimal);
    expect(model.stateKey(7)).toBe("7");
    expect(model.describeState(7)).toBe("7");
    expect(model.describe(2, undefined)).toBe("2");
    expect(model.describe(2, { output: null })).toBe("2 -> null");
    expect(model.changes(0)).toBe(true);
    expect(Object.keys(model)).not.toContain("partition");
  });

  test("keeps what the caller defines", () => {
    const model = defineModel({ ...minimal, changes: (by) => by !== 0, describe: () => "add" });
    expect([model.changes(0), model.describe(1, undefined)]).toEqual([false, "add"]);
  });
});
