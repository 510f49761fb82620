/**
 * The error by which a replicated storage (lab 2B) says that a region cannot serve a request.
 *
 * Given code: read it, do not change it.
 */

import type { RegionErrorMessage } from "@tinykv/proto";
import { TinyKvError } from "@tinykv/runtime";

/** Carries the protocol answer that a handler has to put into `regionError` of its response. */
export class RegionError extends TinyKvError {
  override readonly name = "RegionError";
  /** The `errorpb.Error` to answer with. */
  readonly regionError: RegionErrorMessage;

  constructor(regionError: RegionErrorMessage) {
    super("region/error", regionError.message);
    this.regionError = regionError;
  }
}
