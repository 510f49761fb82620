/**
 * Tiny labs in a temporary folder, to run labels with code of any kind, and with limits that end fast.
 */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Course, Lab } from "../../course/course.ts";
import type { LabConfig } from "../../course/lab-config.ts";
import type { LabelRequest, RunEvent } from "../../grade/label-request.ts";
import type { TestReport } from "../../report/report.ts";
import { runLabel } from "../run-label.ts";

const packages = fileURLToPath(new URL("../../../../packages/", import.meta.url));

/** A lab: its files by path, and what its configuration says beyond the usual. */
export interface FakeLab {
  /** The bodies of the tests by title, with `t` and `lab` in scope. */
  readonly tests: Readonly<Record<string, string>>;
  /** The owned files, by path; `src/index.ts` is given unless it is one of them. */
  readonly owned: Readonly<Record<string, string>>;
  readonly given?: Readonly<Record<string, string>>;
  readonly limits?: Partial<LabConfig["limits"]>;
  /** Text before the tests in the test file. */
  readonly testHead?: string;
  readonly imports?: readonly string[];
  /** Titles in lab.json, if they are not those of the tests. */
  readonly titles?: readonly string[];
}

/** What a run of a fake lab showed. */
export interface FakeRun {
  readonly reports: readonly TestReport[];
  readonly byName: Readonly<Record<string, TestReport>>;
  readonly events: readonly RunEvent[];
}

const usualLimits = { testSeconds: 0.5, labelSeconds: 60, memoryMiB: 512 };
const usualImports = ["@tinykv/engine", "@tinykv/proto", "@tinykv/runtime"];

/** A course that holds one fake lab, in a folder that is removed by `remove`. */
export function createFakeCourse(fake: FakeLab): { course: Course; lab: Lab; remove: () => void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "tinykv-fake-")));
  const folder = join(root, "labs", "fake");
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("package.json", '{ "name": "@tinykv/fake", "type": "module" }');
  write("src/index.ts", 'export * from "./owned.ts";');
  write("test/fake.test.ts", testFile(fake));
  for (const [path, text] of Object.entries(fake.given ?? {})) write(path, text);
  mkdirSync(join(folder, "node_modules", "@tinykv"), { recursive: true });
  for (const name of ["engine", "lab-kit", "proto", "runtime"]) {
    symlinkSync(join(packages, name), join(folder, "node_modules", "@tinykv", name), "dir");
  }
  const titles = fake.titles ?? Object.keys(fake.tests);
  const config: LabConfig = {
    lab: "fake",
    title: "Fake",
    dependsOn: [],
    owns: Object.keys(fake.owned),
    imports: [...(fake.imports ?? usualImports)],
    limits: { ...usualLimits, ...fake.limits },
    labels: [
      { label: "1", title: "", tests: titles.map((name) => ({ name, points: 2, kind: "unit" })) },
    ],
  };
  const lab: Lab = { config, folder, packageName: "@tinykv/fake" };
  const course: Course = { root, title: "Fake", labs: [lab], solution: undefined };
  return { course, lab, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Runs all tests of a fake lab. */
export async function runFakeLab(
  fake: FakeLab,
  options: Partial<LabelRequest> = {},
): Promise<FakeRun> {
  const { course, lab, remove } = createFakeCourse(fake);
  const events: RunEvent[] = [];
  try {
    const reports = await runLabel({
      ...requestFor(course, lab, fake),
      onEvent: (event) => void events.push(event),
      ...options,
    });
    return {
      reports,
      byName: Object.fromEntries(reports.map((report) => [report.name, report])),
      events,
    };
  } finally {
    remove();
  }
}

/** The request for all tests of a fake lab. */
export function requestFor(course: Course, lab: Lab, fake: FakeLab): LabelRequest {
  const [label] = lab.config.labels;
  if (label === undefined) throw new Error("a fake lab has one label");
  const owned = Object.entries(fake.owned).map(
    ([path, text]) => [path, { text, path: join(lab.folder, path) }] as const,
  );
  return {
    course,
    lab,
    label,
    tests: label.tests,
    files: new Map([["fake", new Map(owned)]]),
    seed: 7,
    onEvent: () => undefined,
    signal: new AbortController().signal,
    debug: false,
  };
}

function testFile({ tests, testHead = "" }: FakeLab): string {
  const bodies = Object.entries(tests).map(
    ([name, body]) => `labTest(${JSON.stringify(name)}, async (t) => {\n${body}\n});`,
  );
  return `import { createDisk, describeValue as describe, labTest, loadLab, loadLabAgain, settle } from "@tinykv/lab-kit";
import * as proto from "@tinykv/proto";
import { COLUMN_FAMILIES } from "@tinykv/engine";
${testHead}
const lab: any = await loadLab("fake");
${bodies.join("\n")}
`;
}
