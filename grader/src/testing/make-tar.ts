/** Writes tar archives, with the odd entries that no ordinary program would write. */

import { gzipSync } from "node:zlib";

/** One entry; `type` is the letter of the format: 0 file, 1 hard link, 2 link, 5 folder, 6 pipe. */
export interface TarEntry {
  readonly name: string;
  readonly data?: string | Uint8Array;
  readonly type?: "0" | "1" | "2" | "5" | "6";
  readonly linkTo?: string;
  /** Spoils the header's checksum. */
  readonly isDamaged?: boolean;
}

const BLOCK = 512;

/** The bytes of an archive with these entries, in this order. */
export function makeTar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const data = Buffer.from(entry.data ?? "");
    const padding = Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK);
    return [header(entry, data.length), data, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** The same, packed with gzip. */
export function makeTarGz(entries: readonly TarEntry[]): Buffer {
  return gzipSync(makeTar(entries));
}

function header(entry: TarEntry, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(entry.name, 0, 100);
  block.write("0000644\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.write("00000000000\0", 136);
  block.write("        ", 148);
  block.write(entry.type ?? "0", 156);
  block.write(entry.linkTo ?? "", 157, 100);
  block.write("ustar\u000000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0) + (entry.isDamaged === true ? 1 : 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
