/**
 * What a standalone storage is made of.
 *
 * Given code: read it, do not change it.
 */

import type { EngineOpener } from "@tinykv/engine";

export interface StandaloneConfig {
  /** Opens engines: on disk in a server, in memory or on disk in a test. */
  readonly engines: EngineOpener;
  /** The folder that holds the data. */
  readonly path: string;
}
