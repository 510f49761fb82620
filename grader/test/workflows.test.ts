/**
 * The workflows are code that no test can run here, so what must hold of them is checked on their
 * text: what they may do, what they take from whom, and that their commands exist.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { z } from "zod";
import { courseRoot } from "../src/cli/command-io.ts";
import { readGradeCall } from "../src/cli/grade-options.ts";
import { memoryIo } from "../src/testing/memory-io.ts";

const stepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});

const workflowSchema = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({ steps: z.array(stepSchema), "timeout-minutes": z.number() }),
  ),
});

type Workflow = z.infer<typeof workflowSchema>;

const root = courseRoot();
const folder = join(root, ".github/workflows");
// A student's copy of the course may come without them.
const names = ["grade.yml", "ci.yml"].filter((name) => existsSync(join(folder, name)));

const textOf = (name: string): string => readFileSync(join(folder, name), "utf8");
const stepsOf = (workflow: Workflow) => Object.values(workflow.jobs).flatMap((job) => job.steps);

describe.each(names)("the workflow %s", (name) => {
  let workflow: Workflow;

  beforeAll(() => {
    workflow = workflowSchema.parse(parse(textOf(name)));
  });

  test("may only read, and knows no secret", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    const code = textOf(name).replace(/^ *#.*$/gm, "");
    expect(code).not.toMatch(/secrets\b|permissions:\s*write|GITHUB_TOKEN/);
  });

  test("pins every action to a commit, and says which version that is", () => {
    const actions = textOf(name).match(/(?<=\buses: ).*/g) ?? [];
    expect(actions).toHaveLength(stepsOf(workflow).filter((step) => step.uses).length);
    expect(actions.length).toBeGreaterThan(1);
    const pinned = /^actions\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    for (const action of actions) expect(action).toMatch(pinned);
  });

  test("puts nothing from outside into a script, where it would be code", () => {
    for (const step of stepsOf(workflow)) expect(step.run ?? "").not.toContain("${{");
  });

  test("ends by itself", () => {
    for (const job of Object.values(workflow.jobs)) {
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
    }
  });
});

describe.each(names.filter((name) => name === "grade.yml"))("the workflow %s", (name) => {
  const text = textOf(name);

  test("comes from the base branch, and checks that branch out, and nothing else", () => {
    const workflow = workflowSchema.parse(parse(text));
    expect(Object.keys(workflow.on)).toEqual(["pull_request_target"]);
    const checkouts = stepsOf(workflow).filter((step) =>
      step.uses?.startsWith("actions/checkout@"),
    );
    expect(checkouts.map((step) => step.with?.["ref"])).toEqual([
      "${{ github.event.pull_request.base.sha }}",
    ]);
    expect(text).not.toMatch(/git (checkout|switch|merge|pull|reset|worktree)/);
  });

  test("writes no cache, which later runs of the base branch would read", () => {
    expect(text).not.toMatch(/actions\/cache@/);
    expect(text).toMatch(/actions\/cache\/restore@/);
  });

  test("calls grade as grade can be called", async () => {
    const [line = ""] = /npm run -s grade -- [^]*?(?<!\\)\n/.exec(text) ?? [];
    const words = line.replaceAll("\\\n", " ").trim().split(/\s+/).slice(5);
    const args = words.map((word) => word.replaceAll('"', "").replace("$HEAD_SHA", "0123abc"));
    expect(await readGradeCall(args, memoryIo({ root }))).toMatchObject({
      sources: [{ kind: "path", path: ".@0123abc" }],
      ...{ format: "markdown", out: "reports/grade.md", annotations: true },
      also: [
        { format: "junit", out: "reports/grade.xml" },
        { format: "json", out: "reports/grade.json" },
      ],
    });
  });
});
