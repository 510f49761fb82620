/**
 * Lab code tries to pass tests that it fails. Whatever it does, the test stays failed, the canaries
 * stay failed, and other tests are not touched.
 *
 * The attempts share one process, one after the other: one that got through would change the
 * results after it, and the canary at the end. `docs/architecture/compartment.md` lists them.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Attempts, attemptsHead } from "./testing/attempts/attempt.ts";
import { builtinAttempts } from "./testing/attempts/builtins.ts";
import { judgeAttempts } from "./testing/attempts/judge.ts";
import { realmAttempts } from "./testing/attempts/realm.ts";
import { sharedAttempts } from "./testing/attempts/shared.ts";
import { type FakeRun, runFakeLab } from "./testing/fake-lab.ts";

const attempts: Attempts = {
  ...realmAttempts,
  ...builtinAttempts,
  ...sharedAttempts,
  ...judgeAttempts,
};
const names = Object.keys(attempts);

describe("a result is not changed by", () => {
  let run: FakeRun;

  beforeAll(async () => {
    run = await runFakeLab({
      owned: { "src/owned.ts": ownedFile() },
      tests: Object.fromEntries(names.map((name) => [name, attemptTest(name)])),
      limits: { testSeconds: 5 },
    });
  });

  test.each(names)("%s", (name) => {
    const report = run.byName[name];
    expect(report?.status).toBe("failed");
    expect(report?.message).toContain(attempts[name]?.outcome);
    expect(report?.message).toContain("but got  41");
  });
});

test("every attempt is listed in the documentation", () => {
  const page = fileURLToPath(new URL("../../../docs/architecture/compartment.md", import.meta.url));
  const text = readFileSync(page, "utf8");
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
});

/** The answer is wrong, and no attempt makes it right. */
function ownedFile(): string {
  const bodies = names.map((name) => `${JSON.stringify(name)}: ${attemptFunction(name)},`);
  return `// @ts-nocheck
    ${attemptsHead}
    export const answer = async () => 41;
    export const attempts = {${bodies.join("\n")}};`;
}

function attemptFunction(name: string): string {
  return `async (engines, path) => { ${attempts[name]?.code ?? ""} }`;
}

/** Lets one attempt do what it can, then tests the answer; the failure says what it came to. */
function attemptTest(name: string): string {
  return `
    const disk = await t.disk("memory");
    const outcome = await settle(lab.attempts[${JSON.stringify(name)}](disk.engines, disk.path));
    await t.step(describe(outcome), async () => t.expectEqual(await lab.answer(), 42, "answer"));`;
}
