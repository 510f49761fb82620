/**
 * The tests of every package, through turbo: a package is tested again only when it, or one that it
 * depends on, has changed. Each run of jest leaves its counts in the package's `.cache`.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

/** The part of jest's result file that is read here. */
interface JestCounts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
}

function packageFolders(root: string): string[] {
  return [...readdirSync(join(root, "packages")).map((name) => join("packages", name)), "grader"]
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .filter((folder) => /"test":/.test(readFileSync(join(root, folder, "package.json"), "utf8")))
    .sort();
}

/**
 * Adds up what jest counted in every package. A suite that could not run at all, and a test that
 * was skipped, are failures; so is a package without a result.
 */
export function tallyPackages(root: string): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const folder of packageFolders(root)) {
    const file = join(root, folder, ".cache", "jest-result.json");
    if (!existsSync(file)) {
      failed += 1;
      continue;
    }
    const counts = JSON.parse(readFileSync(file, "utf8")) as JestCounts;
    passed += counts.numPassedTests;
    failed += Math.max(counts.numFailedTests, counts.numFailedTestSuites) + counts.numPendingTests;
    if (counts.numPassedTests + counts.numFailedTests === 0) failed += 1;
  }
  return { passed, failed };
}

/** Runs all package tests. @returns whether all passed */
export async function runPackageTests(root: string): Promise<boolean> {
  const result = await execa(
    "turbo",
    ["run", "test", "--continue", "--output-logs=errors-only", "--concurrency=2"],
    { cwd: root, stdio: "inherit", reject: false },
  );
  const { passed, failed } = tallyPackages(root);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return result.exitCode === 0 && failed === 0;
}
