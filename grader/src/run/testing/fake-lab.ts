/**
 * Tiny labs in a temporary folder, to run labels with code of any kind, and with limits that end
 * fast.
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
  /** The owned files of an earlier lab, `@tinykv/earlier`, on which this one depends. */
  readonly earlier?: Readonly<Record<string, string>>;
}

/** What a run of a fake lab showed. */
export interface FakeRun {
  readonly reports: readonly TestReport[];
  readonly byName: Readonly<Record<string, TestReport>>;
  readonly events: readonly RunEvent[];
}

const usualLimits = { testSeconds: 1, labelSeconds: 60, memoryMiB: 512 };
const usualImports = ["@tinykv/engine", "@tinykv/proto", "@tinykv/runtime"];

/** A course of fake labs, in a folder that is removed by `remove`. */
export interface FakeCourse {
  readonly course: Course;
  readonly lab: Lab;
  readonly remove: () => void;
}

/** Writes a fake lab, and the earlier one that it may have, to disk. */
export function createFakeCourse(fake: FakeLab): FakeCourse {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "tinykv-fake-")));
  const files = { ...fake.given, "test/fake.test.ts": testFile(fake) };
  const lab = writeLab(root, "fake", files, configOf(fake));
  const labs = [lab];
  if (fake.earlier !== undefined) {
    const owns = Object.keys(fake.earlier);
    labs.unshift(
      writeLab(root, "earlier", {}, { ...lab.config, lab: "earlier", owns, labels: [] }),
    );
  }
  const course: Course = { root, title: "Fake", labs, solution: undefined };
  return { course, lab, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function configOf(fake: FakeLab): LabConfig {
  const titles = fake.titles ?? Object.keys(fake.tests);
  const tests = titles.map((name) => ({ name, points: 2, kind: "unit" as const }));
  return {
    lab: "fake",
    title: "Fake",
    dependsOn: fake.earlier === undefined ? [] : ["earlier"],
    owns: Object.keys(fake.owned),
    imports: [...(fake.imports ?? usualImports)],
    limits: { ...usualLimits, ...fake.limits },
    labels: [{ label: "1", title: "", tests }],
  };
}

function writeLab(
  root: string,
  name: string,
  files: Readonly<Record<string, string>>,
  config: LabConfig,
): Lab {
  const folder = join(root, "labs", name);
  const usual = {
    "package.json": `{ "name": "@tinykv/${name}", "type": "module" }`,
    "src/index.ts": 'export * from "./owned.ts";',
  };
  for (const [path, text] of Object.entries({ ...usual, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, "node_modules", "@tinykv"), { recursive: true });
  for (const dependency of ["engine", "lab-kit", "proto", "runtime"]) {
    const link = join(folder, "node_modules", "@tinykv", dependency);
    symlinkSync(join(packages, dependency), link, "dir");
  }
  return { config, folder, packageName: `@tinykv/${name}` };
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
  const files = {
    fake: fake.owned,
    ...(fake.earlier === undefined ? {} : { earlier: fake.earlier }),
  };
  return {
    course,
    lab,
    label,
    tests: label.tests,
    files: new Map(
      Object.entries(files).map(([name, texts]) => [
        name,
        submit(join(course.root, "labs", name), texts),
      ]),
    ),
    seed: 7,
    onEvent: () => undefined,
    signal: new AbortController().signal,
    debug: false,
  };
}

function submit(folder: string, texts: Readonly<Record<string, string>>) {
  return new Map(
    Object.entries(texts).map(([path, text]) => [path, { text, path: join(folder, path) }]),
  );
}

function testFile({ tests, testHead = "" }: FakeLab): string {
  const bodies = Object.entries(tests).map(
    ([name, body]) => `labTest(${JSON.stringify(name)}, async (t) => {\n${body}\n});`,
  );
  return `import { describeValue as describe, labTest, loadLab } from "@tinykv/lab-kit";
import { createDisk, loadLabAgain, settle } from "@tinykv/lab-kit";
import * as proto from "@tinykv/proto";
import { COLUMN_FAMILIES } from "@tinykv/engine";
${testHead}
const lab: any = await loadLab("fake");
${bodies.join("\n")}
`;
}
