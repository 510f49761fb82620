/** Zip and tar archives: the proper ones, the broken, and those made to do harm. */

import { createCipheriv } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { fixtureCourse } from "../testing/fixture-course.ts";
import { makeTar, makeTarGz, type TarEntry } from "../testing/make-tar.ts";
import { makeZip, type ZipEntry } from "../testing/make-zip.ts";
import { tempFolder } from "../testing/temp-folder.ts";
import { SUBMISSION_LIMITS } from "./limits.ts";
import { readSubmission } from "./read-submission.ts";

const course = fixtureCourse();
const SMALL = { entries: 20, totalBytes: 64 * 1024 * 1024, fileBytes: 1024, ratio: 200 };

/** Reads `bytes` as an archive of that name; the result as text, errors included. */
async function read(
  name: string,
  bytes: Uint8Array,
  limits = SUBMISSION_LIMITS,
): Promise<string[]> {
  const folder = tempFolder({ [name]: bytes });
  try {
    const source = { kind: "path", path: name } as const;
    const submission = await readSubmission(course, source, { from: folder, limits });
    return [
      ...[...submission.files].flatMap(([lab, files]) =>
        [...files].map(([path, file]) => `${lab}/${path}=${file.text} (${file.path})`),
      ),
      ...(submission.refused ?? []).map(({ path, problem }) => `${path}: ${problem.code}`),
    ];
  } catch (error) {
    return [String(error).replace("SubmissionError: ", "")];
  }
}

const ONE = "labs/base/src/one.ts";

/** What both kinds of archives can hold. */
type Entry = { readonly name: string; readonly data?: string | Uint8Array };

const KINDS: readonly [string, (entries: readonly Entry[]) => Buffer][] = [
  ["a.zip", makeZip],
  ["a.tar", makeTar],
  ["a.tar.gz", makeTarGz],
  ["a.tgz", makeTarGz],
  ["a name from a platform, without any ending", makeZip],
  ["wrong-ending.zip", makeTarGz],
];

describe.each(KINDS)("an archive %s", (name, make) => {
  test("gives its owned files, whatever folder is around them", async () => {
    expect(await read(name, make([{ name: ONE, data: "one" }]))).toEqual([
      `base/src/one.ts=one (${name}/${ONE})`,
    ]);
    const github = [
      { name: "repo-main/readme.md", data: "hello" },
      { name: `repo-main/${ONE}`, data: "one" },
    ];
    expect(await read(name, make(github))).toEqual([
      `base/src/one.ts=one (${name}/repo-main/${ONE})`,
    ]);
  });

  test("may have names as Windows writes them, and with ./ in front", async () => {
    const windows = make([{ name: "repo\\labs\\base\\src\\one.ts", data: "one" }]);
    expect(await read(name, windows)).toEqual([`base/src/one.ts=one (${name}/repo/${ONE})`]);
    expect(await read(name, make([{ name: `./${ONE}`, data: "one" }]))).toEqual([
      `base/src/one.ts=one (${name}/${ONE})`,
    ]);
  });

  test("reads each of several files, whatever is between them", async () => {
    const entries = [
      { name: "labs/top/src/three.ts", data: "three" },
      { name: "big.bin", data: Buffer.alloc(300_000, 1) },
      { name: ONE, data: "one" },
      { name: "labs/base/src/deep/two.ts", data: "two" },
    ];
    expect((await read(name, make(entries))).map((line) => line.split(" ")[0])).toEqual([
      "base/src/one.ts=one",
      "base/src/deep/two.ts=two",
      "top/src/three.ts=three",
    ]);
  });

  test("takes the later of two entries of one name, as unpacking would", async () => {
    const entries = [
      { name: ONE, data: "first" },
      { name: ONE, data: "second" },
    ];
    expect(await read(name, make(entries))).toEqual([`base/src/one.ts=second (${name}/${ONE})`]);
  });

  test.each([
    "../labs/base/src/one.ts",
    "labs/../../x",
    "labs\\..\\..\\x",
    "/etc/passwd",
    "C:\\x.ts",
  ])("is refused as a whole for an entry named %s", async (bad) => {
    const entries = [
      { name: ONE, data: "one" },
      { name: bad, data: "x" },
    ];
    const [message = ""] = await read(name, make(entries));
    expect(message).toMatch(/^submission\/unsafe-path: .*pack the folder again/);
  });

  test("is refused for too many entries", async () => {
    const entries = Array.from({ length: 21 }, (_, index) => ({ name: `file-${index}`, data: "" }));
    expect(await read(name, make(entries), SMALL)).toEqual([
      "submission/too-large: it holds more than 20 files; " +
        "send the files you own and nothing else (no node_modules, no data)",
    ]);
  });

  test("is refused for too many bytes", async () => {
    const limits = { ...SMALL, totalBytes: 1024 * 1024 };
    const [message = ""] = await read(
      name,
      make([
        { name: "big", data: noise(2 * 1024 * 1024) },
        { name: ONE, data: "one" },
      ]),
      limits,
    );
    expect(message).toMatch(/^submission\/too-large: it holds more than 1 MiB when unpacked/);
  });

  test("has one file refused that is too large, without being refused itself", async () => {
    const entries = [
      { name: ONE, data: "x".repeat(2000) },
      { name: "labs/base/src/deep/two.ts", data: "two" },
    ];
    expect((await read(name, make(entries), SMALL)).map((line) => line.split(" (")[0])).toEqual([
      "base/src/deep/two.ts=two",
      "src/one.ts: submission/file-too-large",
    ]);
  });

  test("says what it expected if it holds no owned file", async () => {
    const [message = ""] = await read(name, make([{ name: "readme.md", data: "hello" }]));
    expect(message).toMatch(
      /^submission\/no-files: it contains none of the files: expected labs\//,
    );
  });
});

describe("a zip archive", () => {
  const zip = (...entries: ZipEntry[]) => makeZip(entries);

  test("has an owned file refused that is a link or a folder", async () => {
    const link = zip({ name: ONE, data: "/etc/passwd", mode: 0o120777 });
    expect(await read("a.zip", link)).toEqual(["src/one.ts: submission/symlink"]);
    const folder = zip({ name: `${ONE}/`, mode: 0o40755 });
    expect(await read("a.zip", folder)).toEqual(["src/one.ts: submission/not-a-file"]);
  });

  test("ignores links elsewhere, such as those of node_modules", async () => {
    const bytes = zip(
      { name: "node_modules/.bin/tsc", data: "../typescript", mode: 0o120777 },
      { name: ONE, data: "one" },
    );
    expect(await read("a.zip", bytes)).toEqual([`base/src/one.ts=one (a.zip/${ONE})`]);
  });

  test("is refused as a bomb for what it unpacks to", async () => {
    const bomb = zip({ name: "zeros", data: Buffer.alloc(18 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(64 * 1024);
    expect(await read("a.zip", bomb, SMALL)).toEqual([
      expect.stringMatching(
        /^submission\/too-large: it holds files that unpack to more than 200 ti/,
      ),
    ]);
  });

  test("cannot hide the size of a file", async () => {
    const liar = zip({ name: ONE, data: "x".repeat(100_000), claimedSize: 10 });
    expect(await read("a.zip", liar, SMALL)).toEqual([
      `submission/broken-archive: ${ONE} in a.zip is damaged (too many bytes in the stream); ` +
        "pack and upload it again",
    ]);
  });

  test("says which of its files is damaged, even if it unpacks well", async () => {
    const wrong = zip({ name: ONE, data: "one", checksumOf: "two" });
    expect(await read("a.zip", wrong)).toEqual([
      `submission/broken-archive: ${ONE} in a.zip is damaged (its checksum is wrong); ` +
        "pack and upload it again",
    ]);
    const elsewhere = zip({ name: ONE, data: "one" }, { name: "x", data: "1", checksumOf: "2" });
    expect(await read("a.zip", elsewhere)).toEqual([`base/src/one.ts=one (a.zip/${ONE})`]);
  });

  test("has no checksum expected of the beginning of a file", async () => {
    const large = zip({ name: ONE, data: "x".repeat(SMALL.fileBytes + 1) });
    expect(await read("a.zip", large, SMALL)).toEqual(["src/one.ts: submission/file-too-large"]);
  });

  test("says that it is packed by a method that is not taken", async () => {
    const bytes = zip({ name: ONE, data: "one", claimedMethod: 14 });
    expect(await read("a.zip", bytes)).toEqual([
      `submission/unsupported: ${ONE} in a.zip is packed by a method that is not taken ` +
        "(number 14); pack it as an ordinary .zip",
    ]);
  });

  test("says that it is encrypted", async () => {
    const bytes = zip({ name: ONE, data: "one", isEncrypted: true });
    expect(await read("a.zip", bytes)).toEqual([
      "submission/broken-archive: the archive is encrypted; pack it again without a password",
    ]);
  });

  test("that is cut off, damaged or empty is told apart from one that is fine", async () => {
    const whole = zip({ name: ONE, data: "one two three four five six seven" });
    const [cut = ""] = await read("a.zip", whole.subarray(0, whole.length - 30));
    expect(cut).toMatch(/^submission\/broken-archive: the zip archive is broken .*upload it again/);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 30 + ONE.length, 30 + ONE.length + 10);
    expect((await read("a.zip", damaged))[0]).toMatch(/^submission\/broken-archive: /);
    expect((await read("a.zip", zip()))[0]).toMatch(/^submission\/no-files: it is empty/);
  });
});

describe("a tar archive", () => {
  const tar = (...entries: TarEntry[]) => makeTarGz(entries);

  test.each<[string, TarEntry["type"]]>([
    ["symlink", "2"],
    ["hard-link", "1"],
    ["not-a-file", "5"],
    ["not-a-file", "6"],
  ])("has an owned file refused as %s that is of type %s", async (code, type = "0") => {
    const bytes = tar({ name: ONE, type, ...(type < "5" ? { linkTo: "/etc/passwd" } : {}) });
    expect(await read("a.tgz", bytes)).toEqual([`src/one.ts: submission/${code}`]);
  });

  test("is refused as a bomb while it is unpacked", async () => {
    const bomb = tar({ name: "zeros", data: Buffer.alloc(18 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(64 * 1024);
    expect((await read("a.tgz", bomb, SMALL))[0]).toMatch(/^submission\/too-large: .*200 times/);
  });

  test("is not unpacked twice", async () => {
    const [message = ""] = await read("a.tgz", gzipSync(tar({ name: ONE, data: "one" })));
    expect(message).toBe(
      "submission/broken-archive: the tar archive is broken (it is packed twice); " +
        "pack and upload it again",
    );
  });

  test("that is cut off, damaged or no tar at all is broken", async () => {
    const packed = tar({ name: ONE, data: noise(4000) });
    expect((await read("a.tgz", packed.subarray(0, 2000)))[0]).toMatch(/^submission\/broken-arch/);
    const plain = makeTar([{ name: ONE, data: noise(4000) }]);
    expect((await read("a.tar", plain.subarray(0, 2000)))[0]).toMatch(
      /^submission\/broken-archive/,
    );
    const damaged = tar({ name: ONE, data: "one", isDamaged: true });
    expect((await read("a.tgz", damaged))[0]).toMatch(/^submission\/broken-archive: .*checksum/);
    for (const text of ["no tar", "x", ""]) {
      expect((await read("a.tgz", gzipSync(text)))[0]).toMatch(
        /^submission\/(?:broken-archive: the tar archive is broken \(Unrec|no-files: it is empty)/,
      );
    }
  });
});

test("a tar may hold more than is kept while it is listed", async () => {
  const filler = (name: string) => ({ name, data: Buffer.alloc(5 * 1024 * 1024, 32) });
  const owned = [ONE, "labs/base/src/deep/two.ts"].map((name) => ({ name, data: name }));
  const entries = [...owned.slice(0, 1), filler("a.ts"), filler("b.ts"), ...owned.slice(1)];
  const large = { name: "labs/top/src/three.ts", data: "x".repeat(5 * 1024 * 1024) };
  const limits = { ...SUBMISSION_LIMITS, ratio: 2000, fileBytes: 6 * 1024 * 1024 };
  const texts = await read("a.tgz", makeTarGz([...entries, large]), limits);
  expect(texts.map((text) => text.split(" (a.tgz")[0])).toEqual([
    `base/src/one.ts=${ONE}`,
    "base/src/deep/two.ts=labs/base/src/deep/two.ts",
    `top/src/three.ts=${large.data}`,
  ]);
});

describe("an archive of another kind", () => {
  test.each<[string, string, string]>([
    ["a.tar.xz", "fd377a585a00", "an xz archive"],
    ["a.7z", "377abcaf271c", "a 7z archive"],
    ["a.rar", "526172211a0700", "a rar archive"],
    ["a.tar.bz2", "425a6839", "a bzip2 archive"],
    ["renamed.zip", "28b52ffd", "a zstd archive"],
  ])("such as %s is named, and what is taken instead", async (name, start, what) => {
    expect(await read(name, Buffer.concat([Buffer.from(start, "hex"), noise(100)]))).toEqual([
      `submission/unsupported: ${name} is ${what}, which is not taken; ` +
        "pack it as a .zip, .tar.gz, .tgz or .tar",
    ]);
  });

  test("may be no archive at all, or nothing", async () => {
    expect(await read("essay.pdf", Buffer.from("%PDF-1.4"))).toEqual([
      "submission/unsupported: essay.pdf is no submission; " +
        "hand in a folder, a .zip, .tar.gz, .tgz or .tar, or repository@revision",
    ]);
    expect(await read("a.zip", Buffer.alloc(0))).toEqual([
      "submission/broken-archive: a.zip is empty; pack and upload it again",
    ]);
  });
});

/** Bytes that do not pack well, the same in every run. */
function noise(length: number): Buffer {
  const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, 1), Buffer.alloc(16, 2));
  return cipher.update(Buffer.alloc(length));
}

test("the names of archives are shown without the folders in front", async () => {
  const folder = tempFolder({ "class/alice.zip": makeZip([{ name: ONE, data: "one" }]) });
  const path = join(folder, "class", "alice.zip");
  const submission = await readSubmission(course, { kind: "path", path }, { from: "/" });
  expect(submission.files.get("base")?.get("src/one.ts")?.path).toBe(`alice.zip/${ONE}`);
});
