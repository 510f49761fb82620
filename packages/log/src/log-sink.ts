/** Where lines of a log go. */

/** Takes whole lines, each with its line break. */
export interface LogSink {
  write(line: string): void;
}
