/**
 * A `.zip` as a submission (read with yauzl, which takes names and sizes from the archive's central
 * directory). Nothing is unpacked to disk: owned files are read into memory, each up to its limit.
 */

import { basename } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { ArchiveMeter, type FileTree, safePath, type TreeEntry } from "./file-tree.ts";
import type { SubmissionLimits } from "./limits.ts";
import { readUpTo } from "./read-up-to.ts";
import { SubmissionError } from "./submission-error.ts";

/** Upper half of an entry's external attributes: the Unix file mode, where a Unix wrote it. */
const UNIX_MODE_SHIFT = 16;
const FILE_TYPE_MASK = 0o170000;
const LINK_TYPE = 0o120000;
const PLAIN_TYPE = 0o100000;

/** Stored as it is, and deflate: what every program writes unless told otherwise. */
const METHODS = [0, 8];

const openZipFile = promisify<string, yauzl.Options, ZipFile>(yauzl.open);

/**
 * Opens the archive at `path` and lists it.
 *
 * @throws {SubmissionError} `submission/broken-archive`, `submission/unsafe-path`,
 *   `submission/too-large`
 */
export async function openZip(
  path: string,
  packedBytes: number,
  limits: SubmissionLimits,
): Promise<FileTree> {
  let zip: ZipFile;
  try {
    zip = await openZipFile(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw broken(error);
  }
  try {
    const listed = await list(zip, new ArchiveMeter(limits, packedBytes));
    return {
      entries: [...listed.keys()],
      read: (entry, maxBytes) => readEntry(zip, basename(path), listed.get(entry), maxBytes),
      close: async () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Every entry of the archive, with yauzl's own record of it. */
function list(zip: ZipFile, meter: ArchiveMeter): Promise<Map<TreeEntry, Entry>> {
  const listed = new Map<TreeEntry, Entry>();
  return new Promise((resolve, reject) => {
    zip.on("entry", (entry: Entry) => {
      try {
        meter.addEntry();
        meter.addBytes(entry.uncompressedSize);
        const path = safePath(entry.fileName);
        listed.set({ path, kind: kindOf(entry), size: entry.uncompressedSize }, entry);
        zip.readEntry();
      } catch (error) {
        reject(broken(error));
      }
    });
    zip.on("error", (error: Error) => reject(asSubmissionError(error)));
    zip.on("end", () => resolve(listed));
    zip.readEntry();
  });
}

/** What an entry is, as far as the program that packed it wrote that down. */
function kindOf(entry: Entry): TreeEntry["kind"] {
  if (entry.fileName.endsWith("/")) return "folder";
  const type = (entry.externalFileAttributes >>> UNIX_MODE_SHIFT) & FILE_TYPE_MASK;
  if (type === LINK_TYPE) return "link";
  // Other systems than Unix write no file type at all.
  return type === PLAIN_TYPE || type === 0 ? "file" : "other";
}

/**
 * The beginning of one file, unpacked. yauzl compares its length with what the archive claims, and
 * leaves the checksum to its caller.
 */
async function readEntry(
  zip: ZipFile,
  archive: string,
  entry: Entry | undefined,
  maxBytes: number,
): Promise<Buffer> {
  if (entry === undefined) return Buffer.alloc(0);
  if (entry.isEncrypted()) {
    const sentence = "the archive is encrypted; pack it again without a password";
    throw new SubmissionError("submission/broken-archive", sentence);
  }
  if (!METHODS.includes(entry.compressionMethod)) {
    const method = `by a method that is not taken (number ${entry.compressionMethod})`;
    const what = `${safePath(entry.fileName)} in ${archive} is packed ${method}`;
    const sentence = `${what}; pack it as an ordinary .zip`;
    throw new SubmissionError("submission/unsupported", sentence);
  }
  let bytes: Buffer;
  try {
    const openStream = promisify<Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip));
    bytes = await readUpTo(await openStream(entry), maxBytes);
  } catch (error) {
    throw damaged(archive, entry, error);
  }
  // Of a file that is too large, only the beginning has been read.
  if (bytes.length <= maxBytes && crc32(bytes) !== entry.crc32) {
    throw damaged(archive, entry, new Error("its checksum is wrong"));
  }
  return bytes;
}

/** An entry whose bytes are not those that were packed. */
function damaged(archive: string, entry: Entry, error: unknown): SubmissionError {
  const what = `${safePath(entry.fileName)} in ${archive} is damaged (${reason(error)})`;
  const sentence = `${what}; pack and upload it again`;
  return new SubmissionError("submission/broken-archive", sentence, error);
}

/** yauzl checks names before anybody sees them, and says so in these words. */
function asSubmissionError(error: Error): SubmissionError {
  if (!/^(absolute path|invalid relative path|invalid characters)/.test(error.message)) {
    return broken(error);
  }
  const remedy = "pack the folder again with an ordinary archive program";
  const sentence = `an entry leads out of the archive (${error.message}); ${remedy}`;
  return new SubmissionError("submission/unsafe-path", sentence, error);
}

/** Whatever yauzl or zlib stumbled over, as one kind of error. */
function broken(error: unknown): SubmissionError {
  if (error instanceof SubmissionError) return error;
  const sentence = `the zip archive is broken (${reason(error)}); pack and upload it again`;
  return new SubmissionError("submission/broken-archive", sentence, error);
}

/** The first sentence of a library says what, the others guess why. */
function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split(/\. /, 1)[0] ?? "";
}
