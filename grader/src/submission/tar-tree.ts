/**
 * A `.tar`, `.tar.gz` or `.tgz` as a submission (read with `tar`'s parser; nothing is unpacked to
 * disk). A tar has no table of contents, so it is walked once to list it. What looks like a file of
 * a lab is kept on the way, up to a bound; any other file takes a walk of its own to be read.
 */

import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { Parser, type ReadEntry } from "tar";
import { ArchiveMeter, type FileTree, safePath, type TreeEntry } from "./file-tree.ts";
import type { SubmissionLimits } from "./limits.ts";
import { SubmissionError } from "./submission-error.ts";

/** How an archive is packed around the tar. */
export type TarPacking = "gzip" | "none";

/** An archive that has not been read yet. */
interface Archive {
  readonly path: string;
  readonly packing: TarPacking;
  readonly packedBytes: number;
  readonly limits: SubmissionLimits;
}

/**
 * Lists the archive.
 *
 * @throws {SubmissionError} `submission/broken-archive`, `submission/unsafe-path`,
 *   `submission/too-large`
 */
export async function openTar(archive: Archive): Promise<FileTree> {
  const places = new Map<TreeEntry, number>();
  const kept = new Map<TreeEntry, Buffer[]>();
  let keptBytes = 0;
  await walk(archive, (entry, index) => {
    const listed = { path: safePath(entry.path), kind: kindOf(entry), size: entry.size };
    places.set(listed, index);
    if (isLikelyRead(listed) && keptBytes + listed.size <= KEPT_BYTES_MAX) {
      keptBytes += listed.size;
      const chunks: Buffer[] = [];
      kept.set(listed, chunks);
      entry.on("data", (chunk: Buffer) => chunks.push(chunk));
    } else entry.resume();
    return "go on";
  });
  return {
    entries: [...places.keys()],
    read: async (entry, maxBytes) => {
      const chunks = kept.get(entry);
      if (chunks !== undefined) return Buffer.concat(chunks).subarray(0, maxBytes + 1);
      return readPlace(archive, places.get(entry) ?? -1, maxBytes);
    },
    close: async () => {},
  };
}

/** All files of all labs together are far below this. */
const KEPT_BYTES_MAX = 8 * 1024 * 1024;

/** Whether an entry may be a file of a lab, which are the only ones that are read. */
function isLikelyRead({ path, kind }: TreeEntry): boolean {
  return kind === "file" && /\.(?:ts|json|txt)$/i.test(path) && !path.includes("node_modules/");
}

/** The beginning of the file that stands at `place` in the archive. */
async function readPlace(archive: Archive, place: number, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  await walk(archive, (entry, index) => {
    if (index < place) {
      entry.resume();
      return "go on";
    }
    if (index > place) return "stop";
    entry.on("data", (chunk: Buffer) => {
      if (bytes <= maxBytes) chunks.push(chunk);
      bytes += chunk.length;
    });
    return "go on";
  });
  return Buffer.concat(chunks).subarray(0, maxBytes + 1);
}

/** Reads the archive from its start, until `visit` says stop. `visit` must consume its entry. */
async function walk(
  archive: Archive,
  visit: (entry: ReadEntry, index: number) => "go on" | "stop",
): Promise<void> {
  const meter = new ArchiveMeter(archive.limits, archive.packedBytes);
  const state = { index: 0, stopped: false };
  const parser = new Parser({
    onReadEntry: (entry) => {
      if (state.stopped) return entry.resume();
      meter.addEntry();
      state.stopped = visit(entry, state.index) === "stop";
      state.index += 1;
    },
    onwarn: (_code, message) => {
      throw new Error(message);
    },
  });
  try {
    let isFirst = true;
    for await (const chunk of unpacked(archive)) {
      meter.addBytes(chunk.length);
      // The parser would unpack further layers by itself, uncounted.
      if (isFirst && isPackedAgain(chunk)) throw new Error("it is packed twice");
      isFirst = false;
      parser.write(chunk);
      if (state.stopped) return;
    }
    parser.end();
  } catch (error) {
    throw broken(error);
  }
}

/** The bytes of the tar itself. Leaving the loop early closes the file. */
async function* unpacked(archive: Archive): AsyncGenerator<Buffer> {
  const file = createReadStream(archive.path);
  try {
    if (archive.packing === "none") {
      yield* file;
      return;
    }
    const gunzip = createGunzip();
    file.on("error", (error) => gunzip.destroy(error));
    yield* file.pipe(gunzip);
  } finally {
    file.destroy();
  }
}

/** Whether this is gzip or zstd rather than tar. */
function isPackedAgain(chunk: Buffer): boolean {
  const start = chunk.subarray(0, 2).toString("hex");
  return start === "1f8b" || start === "28b5";
}

/** What an entry is. Old formats have several letters for a plain file. */
function kindOf(entry: ReadEntry): TreeEntry["kind"] {
  if (["File", "OldFile", "ContiguousFile"].includes(entry.type)) return "file";
  if (entry.type === "Directory") return "folder";
  if (entry.type === "SymbolicLink") return "link";
  // A second name for another entry, which may not be there, or be a link itself.
  return entry.type === "Link" ? "hard-link" : "other";
}

/** Whatever the parser or gzip stumbled over, as one kind of error. */
function broken(error: unknown): SubmissionError {
  if (error instanceof SubmissionError) return error;
  const why = error instanceof Error ? error.message : String(error);
  const sentence = `the tar archive is broken (${why}); pack and upload it again`;
  return new SubmissionError("submission/broken-archive", sentence, error);
}
