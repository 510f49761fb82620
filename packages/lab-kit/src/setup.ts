/**
 * The `setupFiles` module of a lab run, and the only place where order matters: first everything
 * that is trusted is imported, then the process is locked down, then what lab code may share is
 * frozen.
 *
 * It imports nothing that needs jest's own globals: those are made after it.
 */

import { describeThrown } from "./describe.ts";
import { freezeEngineClasses } from "./disks.ts";
import { emit, setEventSink, writeToGrader } from "./event-log.ts";
import { labRun } from "./lab-run.ts";
import { lockDown } from "./lockdown.ts";
import { watchRejections } from "./stray-rejections.ts";
import { hardenTrustedPackages, importTrustedPackages } from "./trusted-packages.ts";
import "./load-lab.ts";

setEventSink(writeToGrader);
try {
  await importTrustedPackages(Object.values(labRun().sources));
  lockDown();
  hardenTrustedPackages();
  await freezeEngineClasses();
  watchRejections();
} catch (error) {
  emit({ type: "setup-failed", message: describeThrown(error) });
  throw error;
}
