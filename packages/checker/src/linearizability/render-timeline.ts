/**
 * Draws operations on a common axis of time, one line each:
 *
 *     client 1   put("k", "3")       |==|                1..5
 *     client 1   put("k", "4")             |==|          7..10
 *   > client 2   get("k") -> "3"                 |==|    12..15
 *
 * The axis shows the order of calls and returns, not how far they are apart, so that a drawing of a
 * few operations is narrow whatever the times are.
 */

import type { HistoryTime, Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";

/** What is drawn. */
export interface Timeline<Input, Output> {
  /** Drawn with bars. */
  readonly core: readonly Operation<Input, Output>[];
  /** Drawn with `~`: no bar, because they may be anywhere. */
  readonly loose: readonly Operation<Input, Output>[];
  /** The one of the core that is marked. */
  readonly culprit: Operation<Input, Output>;
}

/** Of a longer list the end is shown: there the culprit is. */
const rowsMax = 12;
const labelWidthMax = 36;
const barWidthMax = 50;

interface Row {
  readonly mark: string;
  readonly client: string;
  readonly label: string;
  readonly bar: string;
  readonly times: string;
}

/** The lines of the drawing. */
export function renderTimeline<State, Input, Output>(
  model: Model<State, Input, Output>,
  { core, loose, culprit }: Timeline<Input, Output>,
): readonly string[] {
  const shown = core.slice(-rowsMax);
  const bar = barDrawer(shown);
  const row = (operation: Operation<Input, Output>, mark: string): Row => ({
    mark,
    client: `client ${operation.client}`,
    label: short(labelOf(model, operation)),
    bar: mark === "~" ? "" : bar(operation),
    times: `${operation.call}..${endOf(operation) ?? ""}`,
  });
  const rows = [
    ...loose.map((operation) => row(operation, "~")),
    ...shown.map((operation) => row(operation, operation === culprit ? ">" : " ")),
  ];
  const hidden = core.length - shown.length;
  return [...(hidden > 0 ? [`  ${hidden} earlier operations are not shown.`] : []), ...align(rows)];
}

function labelOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operation: Operation<Input, Output>,
): string {
  const answer = operation.status === "ok" ? { output: operation.output } : undefined;
  return model.describe(operation.input, answer);
}

function endOf(operation: Operation<unknown, unknown>): HistoryTime | undefined {
  return operation.status === "ok" ? operation.return : undefined;
}

function short(text: string): string {
  return text.length <= labelWidthMax ? text : `${text.slice(0, labelWidthMax - 1)}…`;
}

/** Knows the column of each time that occurs, and draws bars from call to return. */
function barDrawer(
  operations: readonly Operation<unknown, unknown>[],
): (operation: Operation<unknown, unknown>) => string {
  const times = operations.flatMap((operation) => [operation.call, endOf(operation) ?? Infinity]);
  const axis = [...new Set(times)].sort((a, b) => a - b);
  const columnsPerTime = axis.length * 3 > barWidthMax ? 2 : 3;
  return (operation) => {
    const start = axis.indexOf(operation.call) * columnsPerTime;
    const end = axis.indexOf(endOf(operation) ?? Infinity) * columnsPerTime;
    const line = "=".repeat(Math.max(0, end - start - 1));
    return `${" ".repeat(start)}|${line}${end > start ? "|" : ""}`;
  };
}

/** Makes columns of equal width; no line ends in blanks. */
function align(rows: readonly Row[]): readonly string[] {
  const width = (of: (row: Row) => string): number =>
    Math.max(0, ...rows.map((row) => of(row).length));
  const clientWidth = width(({ client }) => client);
  const labelWidth = width(({ label }) => label);
  const barWidth = width(({ bar }) => bar);
  return rows.map(({ mark, client, label, bar, times }) => {
    const columns = [client.padEnd(clientWidth), label.padEnd(labelWidth), bar.padEnd(barWidth)];
    return `${mark} ${columns.join("  ")}  ${times}`.trimEnd();
  });
}
