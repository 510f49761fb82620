/**
 * What a system should do, one operation after the other: the sequential model that a concurrent
 * history is compared with. A model is pure; the search runs it forth and back over the same states
 * many times, so states are never changed in place.
 */

/** The answer of an operation; `undefined` if nobody knows it. */
export type Answer<Output> = { readonly output: Output } | undefined;

/** A sequential specification. */
export interface Model<State, Input, Output> {
  /** For reports: `register`. */
  readonly name: string;

  /** The state before the first operation. */
  init(): State;

  /**
   * The states that one operation may lead to.
   *
   * @param answer what the client saw; `undefined`: every answer is possible
   * @returns usually one state; several if the model leaves a choice; none if the operation cannot
   *          be answered like this in `state`
   */
  step(state: State, input: Input, answer: Answer<Output>): readonly State[];

  /** A text that two states share exactly if they are the same state. */
  stateKey(state: State): string;

  /**
   * False if an operation with this input only looks: then `step` gives the same state, or none.
   * The search is much faster when it knows, and reports are shorter.
   */
  changes(input: Input): boolean;

  /**
   * False if an operation surely does not depend on a change. More exactly: take any order in which
   * all answers are right, and leave out a change on which no other operation in it may depend;
   * then they must still be right. It lets the search forget the uncertain changes that nobody saw.
   * Absent: everything may depend on every change.
   *
   * @param change the input of an operation that changes the state
   * @param input  the input of another operation
   * @param answer what that one was answered, if it is known
   */
  maySee?(change: Input, input: Input, answer: Answer<Output>): boolean;

  /** The operation as a person writes it: `get("k") -> "1"`; without an answer, the call alone. */
  describe(input: Input, answer: Answer<Output>): string;

  /** The state as a person writes it: `k = "1"`. */
  describeState(state: State): string;

  /**
   * Splits a history into parts that have nothing to do with each other, each with a state of its
   * own. A history is linearizable exactly if every part is (Herlihy and Wing, locality), and parts
   * are cheap.
   *
   * @param inputs of all operations, in one list
   * @returns for each of them, the name of its part
   */
  partition?(inputs: readonly Input[]): readonly string[];
}

/** The least that a model needs; `defineModel` adds the rest. */
export type ModelDefinition<State, Input, Output> = Pick<
  Model<State, Input, Output>,
  "name" | "init" | "step"
> &
  Partial<Model<State, Input, Output>>;

/**
 * Completes a model: states are compared and shown as JSON, operations are shown as JSON, and every
 * operation is taken to change the state.
 */
export function defineModel<State, Input, Output>(
  definition: ModelDefinition<State, Input, Output>,
): Model<State, Input, Output> {
  return {
    stateKey: (state) => JSON.stringify(state),
    changes: () => true,
    describe: (input, answer) => {
      const call = JSON.stringify(input);
      return answer === undefined ? call : `${call} -> ${JSON.stringify(answer.output)}`;
    },
    describeState: (state) => JSON.stringify(state),
    ...definition,
  };
}
