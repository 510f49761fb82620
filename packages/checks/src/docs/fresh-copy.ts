/**
 * A copy of the project as a newcomer gets it: the files that git knows, or would take, and nothing
 * that a run has left behind. Documented commands run there, so that they can neither lean on nor
 * spoil what is in the working tree.
 */

import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

export interface FreshCopy {
  readonly folder: string;
  remove(): void;
}

/** Copies the tree at `root` into a temporary folder and makes it a repository with one commit. */
export async function freshCopy(root: string): Promise<FreshCopy> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tinykv-docs-")));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const listed = await execa(
      "git",
      ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
      { cwd: root },
    );
    const deleted = await execa("git", ["ls-files", "-z", "--deleted"], { cwd: root });
    const gone = new Set(deleted.stdout.split("\0"));
    for (const file of listed.stdout.split("\0").filter((name) => name !== "" && !gone.has(name))) {
      cpSync(join(root, file), join(folder, file), { recursive: true, verbatimSymlinks: true });
    }
    const git = (...args: string[]): Promise<unknown> => execa("git", args, { cwd: folder });
    await git("init", "--quiet", "--initial-branch=main");
    await git("add", "--all");
    const identity = ["-c", "user.name=docs", "-c", "user.email=docs@localhost"];
    await git(...identity, "commit", "--quiet", "--no-verify", "--message=docs: fresh copy");
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
