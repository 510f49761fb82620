/**
 * The packages that lab code may import, as the one instance that trusted code uses too.
 *
 * They are imported before lockdown, and hardened after it. What lab code can reach from an export
 * must be frozen; state belongs into `#private` fields and closures, which freezing leaves alone.
 */

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { types } from "node:util";
import type { LabSources } from "./events.ts";

type Exports = Readonly<Record<string, unknown>>;

const packages = new Map<string, Exports>();

/** Imports every package that one of the labs may import. To be called before lockdown. */
export async function importTrustedPackages(labs: readonly LabSources[]): Promise<void> {
  for (const { folder, imports } of labs) {
    // A package is looked for from the lab, which declares it, and not from here.
    const require = createRequire(join(folder, "package.json"));
    for (const name of imports) {
      if (packages.has(name)) continue;
      const url = pathToFileURL(require.resolve(name)).href;
      packages.set(name, (await import(url)) as Record<string, unknown>);
    }
  }
}

/** Freezes what lab code can reach from the imported packages. To be called after lockdown. */
export function hardenTrustedPackages(): void {
  for (const [name, exported] of packages) packages.set(name, hardenExports(exported));
}

/** The exports of an imported package. */
export function trustedPackage(name: string): Exports | undefined {
  return packages.get(name);
}

/** A frozen record of a module's exports: the namespace of a module cannot itself be frozen. */
function hardenExports(exported: Exports): Exports {
  const record: Record<string, unknown> = {};
  for (const name of Object.keys(exported)) record[name] = hardenExport(exported[name]);
  return harden(record);
}

/**
 * Hardens one export, with what a message codec hands out when it is used: `encode` returns a
 * writer whose class is not reachable otherwise.
 */
function hardenExport(value: unknown): unknown {
  if (types.isModuleNamespaceObject(value)) return hardenExports(value as Exports);
  if (isCodec(value)) harden(Object.getPrototypeOf(value.encode(value.create())) as object);
  return harden(value);
}

interface Codec {
  create(): unknown;
  encode(message: unknown): object;
}

function isCodec(value: unknown): value is Codec {
  const candidate = value as Partial<Codec> | null;
  return typeof candidate?.create === "function" && typeof candidate.encode === "function";
}
