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
  const kind = await sniff(path);
  switch (kind) {
    case "zip":
      return openZip(path, packedBytes, limits);
    case "gzip":
      return openTar({ path, packing: "gzip", packedBytes, limits });
    case "tar":
      return openTar({ path, packing: "none", packedBytes, limits });
    case "unknown":
      throw notAnArchive(basename(path));
  }
}

/** Looks at the first bytes, as the programs that unpack archives do. */
async function sniff(path: string): Promise<ArchiveKind> {
  const start = await readStart(path);
  const starts = (...bytes: number[]) => start.subarray(0, bytes.length).equals(Buffer.from(bytes));
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

/** A file that calls itself an archive is broken; any other is of a kind that is not taken. */
function notAnArchive(name: string): SubmissionError {
  if (/\.(zip|tar|tgz|tar\.gz)$/i.test(name)) {
    const sentence = `${name} is not an archive of that kind, or broken; pack and upload it again`;
    return new SubmissionError("submission/broken-archive", sentence);
  }
  const sentence = `${name} is no submission; hand in a folder, a .zip, a .tar.gz or repo@revision`;
  return new SubmissionError("submission/unsupported", sentence);
}
