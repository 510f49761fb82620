/**
 * Progress of `grade`, on standard error: a bar on a terminal (cli-progress), elsewhere one plain
 * line per label that has ended. Nothing here shows text of a submission other than its name.
 */

import { SingleBar } from "cli-progress";
import { formatPoints } from "../course/points.ts";
import type { GradeEvent } from "../grade/grade-submission.ts";
import { plainLine, shorten } from "../report/plain-text.ts";
import type { LabelReport } from "../report/report.ts";
import type { Output } from "./command-io.ts";

/** Shows events; `stop` leaves the output as if there had never been a bar. */
export interface Progress {
  readonly onEvent: (event: GradeEvent) => void;
  stop(): void;
}

/** How much there is to do. */
export interface ProgressSize {
  readonly submissions: number;
  readonly testsEach: number;
}

/** Progress for `output`, in the form that suits it. */
export function gradeProgress(output: Output, size: ProgressSize): Progress {
  return output.isTTY === true ? barProgress(output, size) : lineProgress(output, size);
}

/** One bar over all tests of the call. It is taken away at the end: the report says it all. */
function barProgress(output: Output, size: ProgressSize): Progress {
  const bar = new SingleBar({
    format: "{bar} {value}/{total} tests  {what}",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    stream: output,
  });
  bar.start(size.submissions * size.testsEach, 0, { what: "" });
  return {
    onEvent: (event) => {
      const what = `${shorten(plainLine(event.submission), 30)}  ${event.label}`;
      if (event.type === "test-end") bar.increment(1, { what });
      else if (event.type === "label-start") bar.update({ what });
    },
    stop: () => bar.stop(),
  };
}

/** A line when a label has ended, which is what a log can bear. */
function lineProgress(output: Output, { submissions, testsEach }: ProgressSize): Progress {
  const what = submissions === 1 ? "1 submission" : `${submissions} submissions`;
  const tests = testsEach === 1 ? "1 test" : `${testsEach} tests`;
  output.write(`Grading ${what}: ${tests}${submissions === 1 ? "" : " each"} ...\n`);
  return {
    onEvent: (event) => {
      if (event.type !== "label-end") return;
      output.write(`${plainLine(event.submission)}: ${event.lab} ${labelLine(event.report)}\n`);
    },
    stop: () => {},
  };
}

/** What came of one label, and how long its tests took together. */
function labelLine({ label, score, max, tests }: LabelReport): string {
  const ms = tests.reduce((sum, test) => sum + test.durationMs, 0);
  return `${label}: ${formatPoints(score)} of ${formatPoints(max)} (${(ms / 1000).toFixed(1)} s)`;
}
