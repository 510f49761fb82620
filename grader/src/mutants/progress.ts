/** How far a long run is: a bar on a terminal (cli-progress), elsewhere a line now and then. */

import { SingleBar } from "cli-progress";

/** Where progress is shown. */
export type ProgressOutput = NodeJS.WritableStream & { readonly isTTY?: boolean };

export interface Progress {
  /** One more is done; `name` is shown beside the bar. */
  step(name: string): void;
  stop(): void;
}

/** Elsewhere than on a terminal, a line is printed so many times in all. */
const LINES = 10;

/** Starts a progress display over `total` steps. */
export function startProgress(output: ProgressOutput, title: string, total: number): Progress {
  return output.isTTY === true
    ? barProgress(output, title, total)
    : lineProgress(output, title, total);
}

function barProgress(output: ProgressOutput, title: string, total: number): Progress {
  const bar = new SingleBar({
    format: `${title} {bar} {value}/{total}  {name}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    stream: output,
  });
  bar.start(total, 0, { name: "" });
  return {
    step: (name) => {
      bar.increment(1, { name });
    },
    stop: () => {
      bar.stop();
    },
  };
}

function lineProgress(output: ProgressOutput, title: string, total: number): Progress {
  const every = Math.ceil(total / LINES);
  let done = 0;
  output.write(`${title}: ${total} to grade ...\n`);
  return {
    step: () => {
      done += 1;
      if (done % every === 0 || done === total) output.write(`${title}: ${done} of ${total}\n`);
    },
    stop: () => undefined,
  };
}
