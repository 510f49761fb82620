/**
 * How a message or a record leaves a process: in a form of its own, so that nobody shares an object
 * with the past of another one.
 *
 * Whoever sends a lot brings a codec for its messages, which costs a fraction of this general one.
 */

/** Takes values of `M` over a border, in the form `W`. */
export interface Codec<M, W = unknown> {
  /** Returns a form of `message` that shares nothing with it and is never changed. */
  encode(message: M): W;
  /** Returns a new message each time. */
  decode(wire: W): M;
  /** What a trace shows of it, in one line. */
  describe(wire: W): string;
}

/** A codec for whatever can be cloned: plain objects, Maps, bytes, bigints. */
export function cloneCodec<M>(): Codec<M, M> {
  return {
    encode: (message) => structuredClone(message),
    decode: (wire) => structuredClone(wire),
    describe: describePlain,
  };
}

/** A plain value in one line. Whatever it is: a trace must not fail because of it. */
export function describePlain(value: unknown): string {
  // Not an arrow: a Buffer has been turned into something else by the time it is handed over.
  function replace(this: unknown, key: string, part: unknown): unknown {
    const original = (this as Record<string, unknown>)[key];
    if (original instanceof Uint8Array) return `0x${Buffer.from(original).toString("hex")}`;
    if (typeof part === "bigint") return `${part}n`;
    if (part instanceof Map || part instanceof Set) return [...(part as Iterable<unknown>)];
    return part;
  }
  // The type leaves out that `undefined` and functions have no JSON.
  let text: unknown;
  try {
    text = JSON.stringify(value, replace);
  } catch {
    // Something in it contains itself.
  }
  return typeof text === "string" ? text : typeof value;
}
