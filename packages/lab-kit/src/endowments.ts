/**
 * What lab code finds in its global scope besides the built-ins of the language: bytes, text and a
 * console; stand-ins that explain themselves for what a lab must do without.
 *
 * Everything here is hardened before it is handed out: shared objects are part of the wall.
 */

import { ambientStandIns, dateWithoutNow, mathWithoutRandom } from "./ambient.ts";
import { createLabConsole } from "./lab-console.ts";

/**
 * Makes the globals of one compartment.
 *
 * @param sharedDate the `Date` of compartments, which knows no clock
 */
export function createEndowments(sharedDate: DateConstructor): Record<string, unknown> {
  return harden({
    ...ambientStandIns(),
    Buffer,
    TextDecoder,
    TextEncoder,
    Math: mathWithoutRandom(),
    Date: dateWithoutNow(sharedDate),
    console: createLabConsole(),
    queueMicrotask: queueLabMicrotask,
  });
}

/** As the platform's, but an error in `callback` counts as a rejection that nobody handled. */
function queueLabMicrotask(callback: () => void): void {
  void Promise.resolve().then(() => {
    callback();
  });
}
