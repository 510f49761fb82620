/**
 * What the readers of this folder have in common: whatever holds a submission is seen as a flat
 * list of entries, of which a few are read. The layout of the owned files (`find-owned-files.ts`)
 * and the checks on their text (`take-text.ts`) know nothing of zip, tar or git.
 */

import type { SubmissionLimits } from "./limits.ts";
import { formatBytes, RATIO_MATTERS_BYTES } from "./limits.ts";
import { SubmissionError } from "./submission-error.ts";

/**
 * What an entry is. `link` is a symbolic link, which may lead out of the submission; `hard-link` a
 * second name of another entry, which only a tar has; `submodule` a commit of another repository.
 */
export type EntryKind = "file" | "folder" | "link" | "hard-link" | "submodule" | "other";

/** One thing in a submission. */
export interface TreeEntry {
  /** Relative, with `/` between its parts, without `.` or `..`. */
  readonly path: string;
  readonly kind: EntryKind;
  /** In bytes, as far as the holder says; what is read may still differ. */
  readonly size: number;
}

/** An opened submission. */
export interface FileTree {
  readonly entries: readonly TreeEntry[];
  /**
   * The bytes of a file, or of its beginning: at most `maxBytes` + 1 of them, so that the caller
   * can tell a file that is too large without ever holding it.
   */
  read(entry: TreeEntry, maxBytes: number): Promise<Buffer>;
  /** Frees what was opened. */
  close(): Promise<void>;
}

/**
 * Brings the name of an archive's entry into the form of {@link TreeEntry.path}.
 *
 * @throws {SubmissionError} `submission/unsafe-path` for a name that could lead outside
 */
export function safePath(name: string): string {
  const path = name.replaceAll("\\", "/");
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) {
    throw new SubmissionError("submission/unsafe-path", unsafe(name, "is an absolute path"));
  }
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) {
    throw new SubmissionError("submission/unsafe-path", unsafe(name, "leads out of the archive"));
  }
  if (path.includes("\0")) {
    throw new SubmissionError("submission/unsafe-path", unsafe(name, "contains a NUL character"));
  }
  return parts.join("/");
}

/** The sentence about a bad name. It shows the name escaped, and not all of a long one. */
function unsafe(name: string, what: string): string {
  const shown = JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
  return `the entry ${shown} ${what}; pack the folder again with an ordinary archive program`;
}

/** Counts what an archive unpacks to, and stops at the limits. */
export class ArchiveMeter {
  readonly #limits: SubmissionLimits;
  /** Bytes of the archive itself. */
  readonly #packedBytes: number;
  #entries = 0;
  #bytes = 0;

  constructor(limits: SubmissionLimits, packedBytes: number) {
    this.#limits = limits;
    this.#packedBytes = packedBytes;
  }

  /** @throws {SubmissionError} `submission/too-large` */
  addEntry(): void {
    this.#entries += 1;
    if (this.#entries <= this.#limits.entries) return;
    throw tooLarge(`more than ${this.#limits.entries} files`);
  }

  /** @throws {SubmissionError} `submission/too-large` */
  addBytes(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.totalBytes) {
      throw tooLarge(`more than ${formatBytes(this.#limits.totalBytes)} when unpacked`);
    }
    const ratio = this.#bytes / Math.max(1, this.#packedBytes);
    if (this.#bytes >= RATIO_MATTERS_BYTES && ratio > this.#limits.ratio) {
      throw tooLarge(`files that unpack to more than ${this.#limits.ratio} times their size`);
    }
  }
}

/** The error of everything that holds too much. */
export function tooLarge(what: string): SubmissionError {
  const remedy = "send the files you own and nothing else (no node_modules, no data)";
  return new SubmissionError("submission/too-large", `it holds ${what}; ${remedy}`);
}
