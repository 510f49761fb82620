/**
 * The checks on what a gap says: that its label, what it tells to read, and the tests that its
 * check selects are all there, and that it stands where its name says.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabConfig } from "../course/lab-config.ts";
import type { Finding } from "./finding.ts";
import type { Gap, MarkedSource } from "./markers.ts";
import { anchors } from "./page-links.ts";
import { functionAt } from "./syntax.ts";
import { isFinding, readTodos, type TodoComment } from "./todo-comment.ts";

/** A file of the repository, with or without a heading in it. */
const REFERENCE = /(?:docs|labs|packages|proto|grader)\/[\w./-]*\w(?:#[\w-]+)?/g;

/** One gap with everything that it is checked against. */
interface GapCheck {
  readonly root: string;
  readonly lab: LabConfig;
  readonly marked: MarkedSource;
  readonly gap: Gap;
}

/** Checks every gap of a file. */
export function checkGaps(root: string, lab: LabConfig, marked: MarkedSource): Finding[] {
  return readTodos(marked).flatMap(({ gap, todo }) => {
    const check = { root, lab, marked, gap };
    const place = checkPlace(check);
    return isFinding(todo)
      ? [...place, todo]
      : [
          ...place,
          ...checkLabel(check, todo),
          ...checkReading(check, todo),
          ...checkTests(check, todo),
        ];
  });
}

function finding(check: GapCheck, line: number, problem: string, remedy: string): Finding {
  return { file: check.marked.path, line, problem, remedy };
}

function offsetOfLine(marked: MarkedSource, index: number): number {
  return marked.lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
}

/** A gap is in the body of the function of its name, and nothing comes after it there. */
function checkPlace(check: GapCheck): Finding[] {
  const { marked, gap } = check;
  const source = marked.lines.join("\n");
  const place = functionAt(source, offsetOfLine(marked, gap.start) + gap.indent.length);
  const line = gap.start + 1;
  if (place?.name !== gap.name) {
    const where =
      place === undefined ? "in no function" : `in ${place.name ?? "a nameless function"}`;
    const remedy = "Name the gap after the function in whose body it stands.";
    return [finding(check, line, `the gap ${gap.name} stands ${where}`, remedy)];
  }
  const rest = source.slice(offsetOfLine(marked, gap.end + 1), place.end);
  if (rest.trim() === "") return [];
  const remedy = "End the gap at the end of its function: code after a gap is never reached.";
  return [finding(check, gap.end + 1, `${gap.name} goes on after its gap`, remedy)];
}

function checkLabel(check: GapCheck, todo: TodoComment): Finding[] {
  const { gap, lab } = check;
  const known = lab.labels.map(({ label }) => label);
  if (!known.includes(gap.label)) {
    const problem = `lab ${lab.lab} has no label ${gap.label}`;
    return [finding(check, gap.start + 1, problem, `Use one of ${known.join(", ")}.`)];
  }
  return [todo.label, todo.check.label]
    .filter((label) => label !== gap.label)
    .map((label) => {
      const problem = `a gap of label ${gap.label} speaks of label ${label}`;
      return finding(check, gap.start + 2, problem, "Use the same label in all three places.");
    });
}

/** Every file and heading that is named is there, and at least one heading of a page is named. */
function checkReading(check: GapCheck, { read }: TodoComment): Finding[] {
  const references = read.text.match(REFERENCE) ?? [];
  const missing = references
    .map((reference) => missingReference(check.root, reference))
    .filter((problem) => problem !== undefined)
    .map((problem) => finding(check, read.line, problem, "Name what is there, or write it."));
  if (references.some((reference) => reference.includes(".md#"))) return missing;
  const problem = `${check.gap.name} names no part of a page to read`;
  return [
    ...missing,
    finding(check, read.line, problem, "Name one as docs/labs/<lab>.md#<heading>."),
  ];
}

function missingReference(root: string, reference: string): string | undefined {
  const [path = "", anchor] = reference.split("#");
  if (!existsSync(join(root, path))) return `there is no file ${path}`;
  if (anchor === undefined || anchors(readFileSync(join(root, path), "utf8")).has(anchor)) {
    return undefined;
  }
  return `${path} has no heading #${anchor}`;
}

function checkTests(check: GapCheck, todo: TodoComment): Finding[] {
  const { label, only, line } = todo.check;
  const tests = check.lab.labels.find((one) => one.label === label)?.tests ?? [];
  const text = (only ?? "").toLowerCase();
  if (tests.some((test) => test.name.toLowerCase().includes(text))) return [];
  const problem = `"${todo.check.text}" selects no test of labs/${check.lab.lab}/lab.json`;
  return [finding(check, line, problem, "Use a part of the name of a test that needs this gap.")];
}
