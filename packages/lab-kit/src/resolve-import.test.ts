/** What lab code may import, and what it is told otherwise. */

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { LabLoadError } from "./lab-error.ts";
import { resolveImport } from "./resolve-import.ts";
import { createLabFolders } from "./testing/lab-folder.ts";

const { files, root, remove } = createLabFolders({
  raft: {
    imports: ["@tinykv/runtime", "@tinykv/proto"],
    given: {
      "src/given.ts": "",
      "src/deep/inner.ts": "",
      "src/data.json": "{}",
      "test/secret.ts": "",
      "lab.json": "{}",
    },
    owned: {
      "src/owned.ts": 'import "./given.ts";\n\nimport { readFile } from "node:fs/promises";\n',
    },
  },
  raftstore: { imports: ["@tinykv/engine"] },
});
symlinkSync(join(root, "labs/raft/test/secret.ts"), join(root, "labs/raft/src/link.ts"));
symlinkSync("/etc", join(root, "labs/raft/src/etc"));
afterAll(remove);

const owned = "lab:raft/src/owned.ts";

describe("lab code may import", () => {
  test.each([
    ["a given file beside it", "./given.ts", owned, "lab:raft/src/given.ts"],
    ["an owned file", "../owned.ts", "lab:raft/src/deep/inner.ts", owned],
    ["a file of a folder", "./deep/inner.ts", owned, "lab:raft/src/deep/inner.ts"],
    ["an allowed package", "@tinykv/runtime", owned, "@tinykv/runtime"],
    ["an earlier lab", "@tinykv/raft", "lab:raftstore/src/index.ts", "lab:raft/src/index.ts"],
  ])("%s", (_what, specifier, referrer, meaning) => {
    expect(resolveImport(specifier, referrer, files)).toBe(meaning);
  });
});

describe("lab code may not import", () => {
  test.each([
    ["a module of Node", "node:fs"],
    ["a module of Node by its old name", "fs"],
    ["a package that is not on the lab's list", "@tinykv/engine"],
    ["another entry of an allowed package", "@tinykv/runtime/real"],
    ["a file of an allowed package", "@tinykv/runtime/src/gaps.ts"],
    ["the kit", "@tinykv/lab-kit"],
    ["itself as a package", "@tinykv/raft"],
    ["any package", "zod"],
    ["an absolute path", "/etc/passwd"],
    ["a URL", "file:///etc/passwd"],
    ["data", "data:text/javascript,export{}"],
    ["another compartment's name", "lab:raft/src/given.ts"],
    ["a name of the prototype", "constructor"],
    ["nothing", ""],
  ])("%s", (_what, specifier) => {
    expect(codeOf(specifier)).toBe("lab/import");
  });

  test.each([
    ["its tests", "../test/secret.ts"],
    ["its settings", "../lab.json"],
    ["another lab's files", "../../raftstore/src/index.ts"],
    ["a file above everything", "../../../../../../etc/passwd"],
    ["a way out and back in", "../../raft/src/../test/secret.ts"],
  ])("%s", (_what, specifier) => {
    expect(codeOf(specifier)).toBe("lab/import");
  });

  test.each([
    ["a file that is not there", "./missing.ts"],
    ["a file without its ending", "./given"],
    ["a file by its built name", "./given.js"],
    ["a file that is no TypeScript", "./data.json"],
    ["a folder", "./deep"],
    ["a link to a test", "./link.ts"],
    ["a file behind a link", "./etc/passwd.ts"],
  ])("%s", (_what, specifier) => {
    expect(codeOf(specifier)).toBe("lab/missing-file");
  });

  test("anything without being told the file, the line, and what is allowed", () => {
    const error = errorOf("node:fs/promises");
    expect(error.place).toEqual({ file: "labs/raft/src/owned.ts", line: 3 });
    expect(error.message).toBe(
      'lab/import: labs/raft/src/owned.ts:3: lab code may not import "node:fs/promises"; ' +
        "it may import its own files, @tinykv/runtime, @tinykv/proto",
    );
  });

  test("a file without its ending without being told to write it", () => {
    expect(errorOf("./given").message).toContain("ending in `.ts`");
  });
});

function errorOf(specifier: string): LabLoadError {
  try {
    resolveImport(specifier, owned, files);
  } catch (error) {
    return error as LabLoadError;
  }
  throw new Error(`${specifier} was allowed`);
}

function codeOf(specifier: string): string {
  return errorOf(specifier).code;
}
