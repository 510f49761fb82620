/** What the package gives to its users, and nothing else. */

import { expect, test } from "@jest/globals";
import * as checker from "./index.ts";

test("the main entry has what a test needs to record, read and judge a history", () => {
  expect(Object.keys(checker).sort()).toEqual([
    "checkHistory",
    "checkLinearizability",
    "defineModel",
    "formatHistory",
    "historyFromEvents",
    "keyValueModel",
    "keyValueSchemas",
    "parseHistory",
    "registerModel",
    "registerSchemas",
  ]);
});
