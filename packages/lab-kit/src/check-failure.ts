/** A failed expectation of a lab test, in words. */

/** Thrown by the checks of a test's context; its message is one sentence, its details are lines. */
export class CheckFailure extends Error {
  override readonly name = "CheckFailure";
  readonly details: readonly string[];
  /** Marks instances in a way that a look-alike cannot have, and a proxy cannot notice. */
  readonly #isReal = true;

  constructor(sentence: string, details: readonly string[] = [sentence]) {
    super(sentence);
    this.details = details;
  }

  /** Whether something that was thrown is one of these. */
  static is(thrown: unknown): thrown is CheckFailure {
    return typeof thrown === "object" && thrown !== null && #isReal in thrown;
  }
}

/** The failure that says what was expected, and what there was instead. */
export function mismatch(expected: string, actual: string): CheckFailure {
  return new CheckFailure(`expected ${expected}, but got ${actual}`, [
    `expected ${expected}`,
    `but got  ${actual}`,
  ]);
}
