/**
 * Freezes an object that lab code will hold in common with trusted code, and all that can be
 * reached from it. Outside a locked-down process (the kit's own unit tests) it freezes nothing.
 */

/** Hardens `value`, if this process is locked down, and returns it. */
export function freezeShared<T>(value: T): T {
  return typeof harden === "function" ? harden(value) : value;
}
