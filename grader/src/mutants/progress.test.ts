/** Progress: a bar on a terminal, a few lines elsewhere. */

import { describe, expect, test } from "@jest/globals";
import { MemoryOutput } from "../testing/memory-io.ts";
import { startProgress } from "./progress.ts";

describe("startProgress()", () => {
  test("elsewhere than on a terminal it is about ten lines in all", () => {
    const output = new MemoryOutput();
    const progress = startProgress(output, "Mutants", 95);
    for (let count = 0; count < 95; count += 1) progress.step(`m${count}`);
    progress.stop();
    const lines = output.text.trimEnd().split("\n");
    expect(lines[0]).toBe("Mutants: 95 to grade ...");
    expect(lines.slice(1)).toHaveLength(10);
    expect(lines.at(-1)).toBe("Mutants: 95 of 95");
  });

  test("few steps are a line each", () => {
    const output = new MemoryOutput();
    const progress = startProgress(output, "Gaps", 2);
    progress.step("a");
    progress.step("b");
    expect(output.text).toBe("Gaps: 2 to grade ...\nGaps: 1 of 2\nGaps: 2 of 2\n");
  });
});
