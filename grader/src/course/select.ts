/**
 * Which labels to grade: what `--lab`, `--label` and `-t` leave of the course.
 *
 * A name that selects nothing is a mistake in the call and never an empty report: a report of 0
 * points because of a typing error would be believed.
 */

import { UsageError } from "../usage-error.ts";
import type { Course, Lab } from "./course.ts";
import type { LabelConfig, TestConfig } from "./lab-config.ts";

/** What the caller asked for; an absent or empty list means everything. */
export interface Selection {
  readonly labs?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
  /** Texts of which a test's title must contain one, whatever its case. */
  readonly only?: readonly string[] | string | undefined;
}

/** One label to grade, with those of its tests that were asked for. */
export interface SelectedLabel {
  readonly lab: Lab;
  readonly label: LabelConfig;
  readonly tests: readonly TestConfig[];
}

/**
 * The labels to grade, in the order of the course.
 *
 * @throws {UsageError} `grade/unknown-lab`, `grade/unknown-label` or `grade/no-tests`
 */
export function selectLabels(course: Course, selection: Selection = {}): readonly SelectedLabel[] {
  const labs = chooseLabs(course, selection.labs ?? []);
  const labels = chooseLabels(labs, selection.labels ?? []);
  const texts = [selection.only ?? []].flat();
  if (texts.length === 0) return labels.map((one) => ({ ...one, tests: one.label.tests }));
  const isAsked = (name: string) =>
    texts.some((text) => name.toLowerCase().includes(text.toLowerCase()));
  const selected = labels
    .map((one) => ({
      ...one,
      tests: one.label.tests.filter((test) => isAsked(test.name)),
    }))
    .filter((one) => one.tests.length > 0);
  if (selected.length > 0) return selected;
  const where = labels.map((one) => one.label.label).join(", ");
  throw new UsageError(
    "grade/no-tests",
    `no test of label ${where} has ${quoted(texts)} in its name`,
  );
}

/** `"a" or "b"`, as they were typed. */
function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(" or ");
}

/** The named labs in the order of the course; all of them for no name. */
function chooseLabs(course: Course, names: readonly string[]): readonly Lab[] {
  const known = course.labs.map((lab) => lab.config.lab);
  for (const name of names) {
    if (known.includes(name)) continue;
    const what = `there is no lab "${name}"; the labs are ${known.join(", ")}`;
    throw new UsageError("grade/unknown-lab", what);
  }
  return names.length === 0 ? course.labs : course.labs.filter((l) => names.includes(l.config.lab));
}

/**
 * The named labels of the chosen labs. A label of another lab counts as unknown: the two choices
 * contradict each other, and one of them is a mistake.
 */
function chooseLabels(
  labs: readonly Lab[],
  names: readonly string[],
): readonly { lab: Lab; label: LabelConfig }[] {
  const all = labs.flatMap((lab) => lab.config.labels.map((label) => ({ lab, label })));
  // Labels are typed by hand all day long, so `2aa` is as good as `2AA`.
  const isNamed = (label: string, name: string) => label.toLowerCase() === name.toLowerCase();
  for (const name of names) {
    if (all.some((one) => isNamed(one.label.label, name))) continue;
    const known = all.map((one) => one.label.label).join(", ");
    throw new UsageError(
      "grade/unknown-label",
      `there is no label "${name}"; choose from ${known}`,
    );
  }
  if (names.length === 0) return all;
  return all.filter((one) => names.some((name) => isNamed(one.label.label, name)));
}
