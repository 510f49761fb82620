/** Labs in a temporary folder, for tests of what finds and resolves their files. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LabFiles } from "../lab-files.ts";

/** Files of a lab by path; owned ones are kept apart, as a submission's are. */
export interface LabFolder {
  readonly given?: Readonly<Record<string, string>>;
  readonly owned?: Readonly<Record<string, string>>;
  readonly imports?: readonly string[];
}

/** Labs on disk. */
export interface LabFolders {
  readonly files: LabFiles;
  /** The folder that holds everything. */
  readonly root: string;
  readonly remove: () => void;
}

/** Writes labs to disk. `labs/<lab>` holds what is given, `submitted/<lab>` what is owned. */
export function createLabFolders(labs: Readonly<Record<string, LabFolder>>): LabFolders {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "tinykv-labs-")));
  const write = (path: string, text: string): string => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const sources = Object.entries(labs).map(([lab, { given = {}, owned = {}, imports = [] }]) => {
    write(`labs/${lab}/src/index.ts`, "export {};");
    for (const [path, text] of Object.entries(given)) write(`labs/${lab}/${path}`, text);
    const ownedFiles = Object.entries(owned).map(([path, text]) => {
      const file = write(`submitted/${lab}/${path}`, text);
      return [path, { file, source: `/home/you/${path}`, display: `labs/${lab}/${path}` }] as const;
    });
    const folder = join(root, "labs", lab);
    const source = {
      folder,
      display: `labs/${lab}`,
      owned: Object.fromEntries(ownedFiles),
      imports: [...imports],
    };
    return [lab, source] as const;
  });
  const files = new LabFiles(Object.fromEntries(sources));
  return { files, root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
