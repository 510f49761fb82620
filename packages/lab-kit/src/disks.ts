/**
 * Disks for lab tests: an engine opener with faults and an empty path, in memory or in the file
 * system. What a test leaves open or on disk is cleaned up when it ends, whatever happened in it.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import type { EngineOpener } from "@tinykv/engine";
import { diskEngines } from "@tinykv/engine/disk";
import { memoryEngines } from "@tinykv/engine/memory";
import { TinyKvError } from "@tinykv/runtime";
import { EngineFaults } from "./engine-faults.ts";
import { freezeShared } from "./freeze-shared.ts";

/** The engines that every storage test runs on. */
export const diskKinds = ["memory", "disk"] as const;

export type DiskKind = (typeof diskKinds)[number];

/** One empty disk. */
export interface Disk {
  readonly kind: DiskKind;
  /** Opens engines on this disk; hand it to lab code. */
  readonly engines: EngineOpener;
  /** Makes those engines fail or wait, and knows what is in use. Never hand it to lab code. */
  readonly faults: EngineFaults;
  /** A path on it at which nothing is yet. */
  readonly path: string;
  /** Closes what is open and removes what is there. */
  remove(): Promise<void>;
}

/** Makes an empty disk. In tests use `t.disk(kind)`, which also removes it. */
export async function createDisk(kind: DiskKind): Promise<Disk> {
  if (kind === "memory") return diskOver(kind, memoryEngines(), "/memory", async () => undefined);
  const folder = await mkdtemp(join(tmpdir(), "tinykv-lab-"));
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return diskOver(kind, diskEngines(), folder, removeFolder);
}

function diskOver(
  kind: DiskKind,
  opener: EngineOpener,
  folder: string,
  removeFolder: () => Promise<void>,
): Disk {
  const faults = new EngineFaults(inside(folder, opener));
  const remove = async (): Promise<void> => {
    try {
      await faults.retire();
    } finally {
      await removeFolder();
    }
  };
  return { kind, engines: faults.engines, faults, path: join(folder, "data"), remove };
}

/** An opener that keeps to one folder: lab code may ask for any path. */
function inside(folder: string, opener: EngineOpener): EngineOpener {
  return {
    open: async (path) => {
      const place = resolve(folder, asText(path));
      if (!place.startsWith(folder + sep)) {
        throw new TinyKvError("lab/outside-disk", `${place} is not on this test's disk, ${folder}`);
      }
      return opener.open(place);
    },
  };
}

/** The path may be an object that says something else each time: it is asked once. */
function asText(path: unknown): string {
  return String(path);
}

/**
 * Freezes the classes behind read views and iterators, which lab code holds as they are. To be
 * called once, after lockdown.
 */
export async function freezeEngineClasses(): Promise<void> {
  const engine = await memoryEngines().open("/");
  const view = engine.readView();
  const iterator = view.iterator("default");
  for (const sample of [engine, view, iterator]) freezeShared(Object.getPrototypeOf(sample));
  await iterator.close();
  await view.close();
  await engine.close();
}
