/**
 * Which files of a lab are the course's own, and what is in them: `labs/<lab>/given.json`, a list
 * of their SHA-256. `course skeleton` writes it.
 *
 * A student's copy has no other memory of how it was handed out: it may be no git repository, and
 * what is on disk may have been changed. With the list, a changed file is told before grading, and
 * a file that was added is not mistaken for one of the course's.
 *
 * Leaves to others: comparing a submission with the list (`submission/note-changed-files.ts`), what
 * an owned file may import of it (`imports`), and drift (`skeleton/given-lists.ts`).
 */

import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The name of the list, in the folder of its lab. */
export const GIVEN_FILE = "given.json";

/** Hashes by path relative to the lab's folder (`src/storage.ts`), with `/` between the parts. */
export const givenSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));

/** A lab's `given.json`, checked. */
export type GivenFiles = Readonly<Record<string, string>>;

/** Where the given code and the tests of a lab are. */
const FOLDERS = ["src", "test", "testdata"];

/** What decides about tests, limits and allowed imports, and is not the student's either. */
const CONFIG_FILE = "lab.json";

/** The paths that belong on the list of the lab in `folder`: all of its files but the owned. */
export function listGivenFiles(folder: string, owns: readonly string[]): readonly string[] {
  const visit = (path: string): readonly string[] =>
    readdirSync(join(folder, path), { withFileTypes: true })
      // What editors and systems leave behind begins with a dot.
      .filter((entry) => !entry.name.startsWith("."))
      .flatMap((entry) => {
        const inside = `${path}/${entry.name}`;
        return entry.isDirectory() ? visit(inside) : [inside];
      });
  const found = FOLDERS.filter((name) => existsSync(join(folder, name))).flatMap(visit);
  return [CONFIG_FILE, ...found].filter((path) => !owns.includes(path)).toSorted();
}

/** The hash of a file's content. The line ends of Windows make no difference. */
export function hashGiven(content: Buffer): string {
  const text = content.toString("latin1").replaceAll("\r\n", "\n");
  return createHash("sha256").update(text, "latin1").digest("hex");
}
