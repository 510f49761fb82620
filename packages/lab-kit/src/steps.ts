/**
 * The steps of one test: what was done so far, and where it stopped. A failure prints them.
 */

interface Step {
  readonly number: number;
  readonly title: string;
  isRunning: boolean;
}

/** What went wrong, as the lines under the failing step. */
export interface Verdict {
  /** Marks the step: `failed here`, `still waiting`. */
  readonly mark: string;
  readonly details: readonly string[];
}

/** Of more steps than this, the last ones are shown. */
const SHOWN_MAX = 100;
/** The same, in characters of all of them: a report cuts long messages at their end. */
const LENGTH_MAX = 5_000;
const TITLE_MAX = 200;
/** Where the mark stands at the latest. */
const MARK_COLUMN_MAX = 60;

/** The record of a test's steps, in the order in which they began. */
export class StepLog {
  readonly #steps: Step[] = [];
  #count = 0;
  /** The step that failed first; steps around it fail with it. */
  #failed: Step | undefined;
  readonly #onBegin: (step: string) => void;

  /** @param onBegin is told each step as it begins, as `step 3, "RawGet default [99]"` */
  constructor(onBegin: (step: string) => void = () => undefined) {
    this.#onBegin = onBegin;
  }

  /** Notes that a step begins, and returns how to end it. */
  begin(title: string): (hasFailed: boolean) => void {
    this.#count += 1;
    const shown = title.length > TITLE_MAX ? `${title.slice(0, TITLE_MAX)}…` : title;
    const step: Step = { number: this.#count, title: shown, isRunning: true };
    this.#steps.push(step);
    if (this.#steps.length > SHOWN_MAX) this.#steps.shift();
    this.#onBegin(nameOf(step));
    return (hasFailed) => {
      step.isRunning = false;
      if (hasFailed) this.#failed ??= step;
    };
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** The innermost step that has begun and not ended, as `step 3, "RawGet default [99]"`. */
  waiting(): string | undefined {
    const step = this.#innermost();
    return step === undefined ? undefined : nameOf(step);
  }

  /** The steps as numbered lines, the failing one marked, the verdict below it. */
  report(verdict: Verdict): string {
    const marked = this.#failed ?? this.#innermost();
    const steps = lastOf(this.#steps);
    const titles = steps.map(({ title }) => title.length);
    const width = Math.min(MARK_COLUMN_MAX, Math.max(0, ...titles)) + 2;
    const hidden = this.#count - steps.length;
    const lines = hidden > 0 ? [`(${hidden} earlier steps)`] : [];
    for (const step of steps) {
      const start = `${step.number}. `;
      if (step !== marked) lines.push(start + step.title);
      else lines.push(`${start}${step.title.padEnd(width)} ← ${verdict.mark}`, ...below(verdict));
    }
    if (marked === undefined) lines.push(...below(verdict));
    return lines.join("\n");
  }

  #innermost(): Step | undefined {
    return this.#steps.findLast((step) => step.isRunning);
  }
}

function nameOf({ number, title }: Step): string {
  return `step ${number}, "${title}"`;
}

/** As many of the last steps as a message has room for. */
function lastOf(steps: readonly Step[]): readonly Step[] {
  let length = 0;
  const isTooFar = ({ title }: Step): boolean => (length += title.length) > LENGTH_MAX;
  return steps.slice(steps.findLastIndex(isTooFar) + 1);
}

function below({ details }: Verdict): string[] {
  return details.flatMap((text) => text.split("\n")).map((line) => `   ${line}`);
}
