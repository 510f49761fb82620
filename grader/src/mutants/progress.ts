/** How far a long run is, on standard error: a bar on a terminal, now and then a line elsewhere. */

import cliProgress from "cli-progress";

export interface Progress {
  /** One more is done; `name` is shown beside the bar. */
  step(name: string): void;
  stop(): void;
}

/** Elsewhere than on a terminal, a line is printed at this interval. */
const LINE_INTERVAL_MS = 5_000;

/** Starts a progress display over `total` steps. */
export function startProgress(title: string, total: number): Progress {
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: `${title} {bar} {value}/{total} {name}`,
    barsize: 24,
    hideCursor: true,
    clearOnComplete: process.stderr.isTTY,
    noTTYOutput: !process.stderr.isTTY,
    notTTYSchedule: LINE_INTERVAL_MS,
  });
  bar.start(total, 0, { name: "" });
  return {
    step: (name) => bar.increment({ name }),
    stop: () => bar.stop(),
  };
}
