/**
 * The error by which a storage says that a region cannot serve a request here and now: another
 * store leads it, it was split, it moved away.
 *
 * Only a replicated storage (lab 2B) throws it. The raw handlers of lab 1 are ready for it all the
 * same, because they must not change when the storage under them does.
 *
 * Given code: read it, do not change it.
 */

import type { RegionErrorMessage } from "@tinykv/proto";
import { TinyKvError } from "@tinykv/runtime";

/**
 * Carries the protocol answer that a handler has to put into `regionError` of its response.
 *
 * The request surely had no effect. A client reacts by asking the right store, which is why it gets
 * an answer and not a failed call.
 */
export class RegionError extends TinyKvError {
  override readonly name = "RegionError";
  /** The `errorpb.Error` to answer with; exactly one of its kinds is set. */
  readonly regionError: RegionErrorMessage;

  /** @param regionError the answer; its `message` becomes the text of this error */
  constructor(regionError: RegionErrorMessage) {
    super("region/error", regionError.message);
    this.regionError = regionError;
  }
}
