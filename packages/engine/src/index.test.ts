/** What lab code can get hold of through this package's main entry. */

import { expect, test } from "@jest/globals";
import * as entry from "./index.ts";

test("the main entry names the column families, and has nothing that opens files", () => {
  expect({ ...entry }).toEqual({
    CF_DEFAULT: "default",
    CF_WRITE: "write",
    CF_LOCK: "lock",
    COLUMN_FAMILIES: ["default", "write", "lock"],
  });
  expect(Object.isFrozen(entry.COLUMN_FAMILIES)).toBe(true);
});
