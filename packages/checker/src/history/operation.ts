/**
 * What clients did and saw: the operations of a history.
 *
 * A client is one thread: its next call comes after the end of the one before. (A client that does
 * two things at once is two clients.) Times may be anything that grows: world time, event numbers.
 * One operation precedes another if it returned at a smaller time than the other was called; equal
 * times leave the order open, except between operations of one client. So times that are too coarse
 * never accuse anybody.
 *
 * Histories that come from files pass `parse-history.ts`, those from a run
 * `history-from-events.ts`.
 */

/** Names one sequential client. */
export type ClientId = number | string;

/** A moment: finite, and growing with time; the unit is the recorder's. */
export type HistoryTime = number;

/** What all operations have. */
interface CalledOperation<Input> {
  readonly client: ClientId;
  /** When the client called. */
  readonly call: HistoryTime;
  readonly input: Input;
}

/** An operation that was answered: it took effect once, between call and return. */
export interface AnsweredOperation<Input, Output> extends CalledOperation<Input> {
  readonly status: "ok";
  readonly return: HistoryTime;
  readonly output: Output;
}

/**
 * An operation that surely never took effect (`fail`), or of which the client learnt nothing, as
 * after a timeout (`unknown`): it took effect once, at any time after its call, or never.
 */
export interface UnansweredOperation<Input> extends CalledOperation<Input> {
  readonly status: "fail" | "unknown";
  /** When the client gave up; it bounds nothing. */
  readonly return?: HistoryTime | undefined;
}

/** One operation of one client. */
export type Operation<Input, Output> =
  | AnsweredOperation<Input, Output>
  | UnansweredOperation<Input>;

/** All that was recorded of a run; only for one client at one time does the order matter. */
export type History<Input, Output> = readonly Operation<Input, Output>[];
