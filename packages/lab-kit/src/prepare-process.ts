/**
 * Makes a process ready for lab code, and is the only place where order matters: first everything
 * that is trusted is imported, then the process is locked down, then what lab code may share is
 * frozen.
 */

import { describeThrown } from "./describe.ts";
import { freezeEngineClasses } from "./disks.ts";
import { emit, setEventSink, writeToGrader } from "./event-log.ts";
import type { LabSources } from "./events.ts";
import { lockDown } from "./lockdown.ts";
import { watchRejections } from "./stray-rejections.ts";
import { hardenTrustedPackages, importTrustedPackages } from "./trusted-packages.ts";
import "./load-lab.ts";

/** Prepares this process for these labs, once and for good. */
export async function prepareProcess(labs: readonly LabSources[]): Promise<void> {
  setEventSink(writeToGrader);
  try {
    await importTrustedPackages(labs);
    lockDown();
    hardenTrustedPackages();
    await freezeEngineClasses();
    watchRejections();
  } catch (error) {
    emit({ type: "setup-failed", message: describeThrown(error) });
    throw error;
  }
}
