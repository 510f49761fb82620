/**
 * What a standalone storage is made of.
 *
 * Lab code opens no files itself: it is handed an `EngineOpener`, and does not know what stands
 * behind it. In a server that is a disk, in a test a disk, memory, or a disk that fails on purpose.
 *
 * Given code: read it, do not change it.
 */

import type { EngineOpener } from "@tinykv/engine";

/** The two things that a `StandaloneStorage` has to know. */
export interface StandaloneConfig {
  /** Opens engines by path. */
  readonly engines: EngineOpener;
  /** The folder that holds the data; opening creates it if it is missing. */
  readonly path: string;
}
