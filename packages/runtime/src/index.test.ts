/** What lab code can get hold of through this package's main entry. */

import { expect, test } from "@jest/globals";
import * as entry from "./index.ts";

test("the main entry has errors and types, and nothing that reaches outside", () => {
  expect(Object.keys(entry).sort()).toEqual([
    "InvariantError",
    "NotImplementedError",
    "TinyKvError",
    "invariant",
    "todo",
  ]);
});
