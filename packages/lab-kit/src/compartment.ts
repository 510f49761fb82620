/**
 * Loads the code of labs, given and owned files together, as ES modules into one SES compartment.
 *
 * Inside, a module is named `lab:<lab>/src/<path>` or by its package. A relative import stays
 * inside its lab's `src`; `@tinykv/<lab>` is an earlier lab's own `src/index.ts`; an allowed
 * package is the trusted instance. Everything else is refused before any code runs, with file and
 * line.
 */

import type { ModuleDescriptor } from "ses";
import { checkNamedImports } from "./check-imports.ts";
import { createEndowments } from "./endowments.ts";
import type { LabFiles } from "./lab-files.ts";
import { resolveImport } from "./resolve-import.ts";
import { trustedPackage } from "./trusted-packages.ts";
import { defineUndefinedNames } from "./undefined-names.ts";

/** The exports of a lab, as lab code made them: not to be trusted. */
export type LabNamespace = Readonly<Record<string, unknown>>;

/** What SES adds to every global scope. Lab code also runs without SES, in a server. */
const sesGlobals = ["Compartment", "ModuleSource", "assert", "harden", "lockdown"];

/**
 * Loads a lab, with the earlier labs it imports, into a compartment of its own: module state is not
 * shared with any other compartment, as if a process had been started.
 *
 * @throws {LabLoadError} if a file is refused; whatever lab code throws while its modules run
 */
export async function loadIntoCompartment(lab: string, files: LabFiles): Promise<LabNamespace> {
  // Of several files that cannot be loaded, the first in import order is the one to tell about.
  let firstProblem: unknown;
  const keepFirst = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      firstProblem ??= error;
      throw error;
    }
  };
  const compartment = new Compartment({
    __options__: true,
    name: `lab:${lab}`,
    globals: createEndowments(sharedDate()),
    resolveHook: (specifier: string, referrer: string) =>
      keepFirst(() => resolveImport(specifier, referrer, files)),
    importHook: async (name: string) => keepFirst(() => describeModule(name, files)),
  } as never);
  for (const name of sesGlobals) Reflect.deleteProperty(compartment.globalThis, name);
  const main = `lab:${lab}/src/index.ts`;
  try {
    // Reads and compiles; nothing runs yet. Only now all names are known that the lab mentions.
    await compartment.load(main);
    checkImportedNames(files);
  } catch (error) {
    throw firstProblem ?? error;
  }
  defineUndefinedNames(compartment.globalThis, files.texts().values());
  // Not only for order's sake: globals that cannot change become constants of each module, and a
  // use of one costs nothing. While they can change, it goes through a proxy and costs 300 ns.
  harden(compartment.globalThis);
  const { namespace } = await compartment.import(main);
  return plainRecord(namespace);
}

/** Looks at what the loaded files import by name from packages, and from each other. */
function checkImportedNames(files: LabFiles): void {
  for (const [module, text] of files.texts()) {
    const found = files.find(module);
    if (found === undefined) continue;
    checkNamedImports(text, found, (specifier) =>
      exportsOf(resolveImport(specifier, module, files), files),
    );
  }
}

function exportsOf(module: string, files: LabFiles): ReadonlySet<string> | undefined {
  const exported = trustedPackage(module);
  if (exported !== undefined) return new Set(Object.keys(exported));
  const { exports, reexports } = files.module(module);
  // What `export * from` adds is left to the linker.
  return reexports.length > 0 ? undefined : new Set(exports);
}

/**
 * The exports as a plain record. A module that exports a `then` would otherwise be taken for a
 * promise wherever it is awaited.
 */
function plainRecord(namespace: LabNamespace): LabNamespace {
  const names = Object.keys(namespace).filter((name) => name !== "then");
  return Object.fromEntries(names.map((name) => [name, namespace[name]]));
}

/** The `Date` that compartments share. */
function sharedDate(): DateConstructor {
  return Date.prototype.constructor as DateConstructor;
}

function describeModule(name: string, files: LabFiles): ModuleDescriptor {
  const exported = trustedPackage(name);
  return exported === undefined
    ? { source: files.module(name), specifier: name }
    : shareTrusted(exported);
}

/** A module without code whose exports are those of a trusted one. */
function shareTrusted(exported: Readonly<Record<string, unknown>>): ModuleDescriptor {
  const names = Object.keys(exported);
  return {
    source: {
      imports: [],
      exports: names,
      execute: (target: Record<string, unknown>) => {
        for (const name of names) target[name] = exported[name];
      },
    },
  };
}
