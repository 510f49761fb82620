/**
 * Leaves out what is undefined: an optional property is either there with a value, or not there.
 */

/** The properties of `T` with their `undefined` taken out. */
export type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Returns the properties of `values` that have a value. */
export function defined<T extends object>(values: T): Defined<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}
