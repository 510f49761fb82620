// What `import … from "@jest/globals"` gives under the plain-Node runner, which keeps jest's own
// functions on `globalThis`. Types come from the real package.
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } =
  globalThis;
