/**
 * Opens an archive by what is in it. Names are not to be trusted: platforms rename uploads, and
 * `homework.zip` is often something else.
 */

import { open } from "node:fs/promises";
import { basename } from "node:path";
import { errorCode } from "../error-code.ts";
import type { FileTree } from "./file-tree.ts";
import type { SubmissionLimits } from "./limits.ts";
import { SubmissionError } from "./submission-error.ts";
import { openTar } from "./tar-tree.ts";
import { openZip } from "./zip-tree.ts";

/** What the first bytes of a file say it is. */
type ArchiveKind = "zip" | "gzip" | "tar" | "unknown";

/** A tar says what it is at this place in its first block. */
const TAR_MAGIC = { offset: 257, text: "ustar" };

/**
 * Opens the archive at `path`, which is a file of `packedBytes` bytes.
 *
 * @throws {SubmissionError} `submission/unsupported`, or what the archive's reader finds
 */
export async function openArchive(
  path: string,
  packedBytes: number,
  limits: SubmissionLimits,
): Promise<FileTree> {
  const start = await readStart(path);
  const kind = sniff(start);
  switch (kind) {
    case "zip":
      return openZip(path, packedBytes, limits);
    case "gzip":
      return openTar({ path, packing: "gzip", packedBytes, limits });
    case "tar":
      return openTar({ path, packing: "none", packedBytes, limits });
    case "unknown":
      throw notAnArchive(basename(path), start);
  }
}

/** Looks at the first bytes, as the programs that unpack archives do. */
function sniff(start: Buffer): ArchiveKind {
  const starts = (...bytes: number[]) => startsWith(start, bytes);
  // The second is the mark of a zip without any entry.
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return "zip";
  if (starts(0x1f, 0x8b)) return "gzip";
  const magicEnd = TAR_MAGIC.offset + TAR_MAGIC.text.length;
  const magic = start.subarray(TAR_MAGIC.offset, magicEnd).toString("latin1");
  return magic === TAR_MAGIC.text ? "tar" : "unknown";
}

/** The first block of a tar, which is more than any other kind needs. */
async function readStart(path: string): Promise<Buffer> {
  try {
    const handle = await open(path, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const sentence = `${path} cannot be read (${errorCode(error)}); check its permissions`;
    throw new SubmissionError("submission/unreadable", sentence, error);
  }
}

/** What is handed in instead of what was. */
const TAKEN = "a .zip, .tar.gz, .tgz or .tar";

/** Archives that people send and that are not taken, by how they begin. */
const OTHER_ARCHIVES: readonly (readonly [string, readonly number[]])[] = [
  ["an xz archive", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["a 7z archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ["a rar archive", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ["a bzip2 archive", [0x42, 0x5a, 0x68]],
  ["a zstd archive", [0x28, 0xb5, 0x2f, 0xfd]],
];

/** A file that calls itself an archive is broken; any other is of a kind that is not taken. */
function notAnArchive(name: string, start: Buffer): SubmissionError {
  const other = OTHER_ARCHIVES.find(([, bytes]) => startsWith(start, bytes));
  if (other !== undefined) {
    const sentence = `${name} is ${other[0]}, which is not taken; pack it as ${TAKEN}`;
    return new SubmissionError("submission/unsupported", sentence);
  }
  if (/\.(zip|tar|tgz|tar\.gz)$/i.test(name)) {
    const what = start.length === 0 ? "is empty" : "is not an archive of that kind, or broken";
    const sentence = `${name} ${what}; pack and upload it again`;
    return new SubmissionError("submission/broken-archive", sentence);
  }
  const what = name.endsWith(".ts") ? "is a single file" : "is no submission";
  const sentence = `${name} ${what}; hand in a folder, ${TAKEN}, or repository@revision`;
  return new SubmissionError("submission/unsupported", sentence);
}

function startsWith(start: Buffer, bytes: readonly number[]): boolean {
  return start.subarray(0, bytes.length).equals(Buffer.from(bytes));
}
