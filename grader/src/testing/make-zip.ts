/**
 * Writes zip archives, the proper ones and those that no ordinary program would write: names that
 * lead out, links, sizes that lie. (Libraries refuse exactly these, so the format is written here.)
 */

import { crc32, deflateRawSync } from "node:zlib";

/** One entry; everything but name and data is for the odd ones. */
export interface ZipEntry {
  readonly name: string;
  readonly data?: string | Uint8Array;
  /** Unix mode with its type bits; 0o120777 is a link. */
  readonly mode?: number;
  /** What the archive claims about the unpacked size, in place of the truth. */
  readonly claimedSize?: number;
  /** What the checksum is computed from, in place of the data. */
  readonly checksumOf?: string;
  readonly isEncrypted?: boolean;
  /** The number of the packing method that the archive claims. */
  readonly claimedMethod?: number;
}

const DEFLATE = 8;
const UTF8_NAMES = 0x0800;
const ENCRYPTED = 0x0001;

/** The bytes of an archive with these entries, in this order. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(Buffer.from(entry.data ?? ""));
    const fields = commonFields(entry, packed.length);
    const name = Buffer.from(entry.name);
    const localHeader = Buffer.concat([u32(0x04034b50), fields, name]);
    local.push(localHeader, packed);
    central.push(
      Buffer.concat([
        ...[u32(0x02014b50), u16((3 << 8) | 20), fields, u16(0), u16(0), u16(0)],
        ...[u32(((entry.mode ?? 0o100644) << 16) >>> 0), u32(offset), name],
      ]),
    );
    offset += localHeader.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const counts = [u16(0), u16(0), u16(entries.length), u16(entries.length)];
  const end = [u32(0x06054b50), ...counts, u32(directory.length), u32(offset), u16(0)];
  return Buffer.concat([...local, directory, ...end]);
}

/** The part that the header in front of the data and the one in the directory share. */
function commonFields(entry: ZipEntry, packedSize: number): Buffer {
  const data = Buffer.from(entry.data ?? "");
  const flags = UTF8_NAMES | (entry.isEncrypted === true ? ENCRYPTED : 0);
  const name = Buffer.from(entry.name);
  return Buffer.concat([
    ...[
      u16(20),
      u16(flags),
      u16(entry.claimedMethod ?? DEFLATE),
      u16(0),
      u16(0x21),
      u32(crc32(entry.checksumOf ?? data)),
    ],
    ...[u32(packedSize), u32(entry.claimedSize ?? data.length), u16(name.length), u16(0)],
  ]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
