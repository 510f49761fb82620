/**
 * A revision of a git repository as a submission (git itself does the work, started through execa).
 *
 * The tree is listed with `ls-tree` and files are read with `cat-file`, not taken out of `git
 * archive`: that one obeys the `.gitattributes` of the student, who could hide or rewrite files
 * with it. No command here looks at the work tree, runs a hook or a filter, or talks to a remote.
 */

import { ExecaError, execa } from "execa";
import { type EntryKind, type FileTree, type TreeEntry, tooLarge } from "./file-tree.ts";
import type { SubmissionLimits } from "./limits.ts";
import { SubmissionError } from "./submission-error.ts";

/** Which commit, and of which repository. */
export interface GitRevision {
  /** Absolute; a folder inside a repository stands for that part of it. */
  readonly folder: string;
  /** Anything that git understands: a branch, a tag, `HEAD~2`, a hash. */
  readonly revision: string;
}

/** Settings by which a repository could have git start programs of its choice. */
const SAFE_SETTINGS = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"];

/** Enough for the listing of 100,000 files. */
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Lists the revision.
 *
 * @throws {SubmissionError} `submission/not-a-repository`, `submission/unknown-revision`,
 *   `submission/git-failed`, `submission/too-large`
 */
export async function openGit(source: GitRevision, limits: SubmissionLimits): Promise<FileTree> {
  await checkRepository(source.folder);
  const commit = await resolveCommit(source);
  const hashes = new Map<TreeEntry, string>();
  // Started in a folder of the repository, ls-tree lists that folder, with names relative to it.
  const listing = await git(source.folder, ["ls-tree", "-r", "-z", "-l", commit]);
  for (const line of listing.toString("utf8").split("\0")) {
    // Git gives no number but `BAD` as the size of what it cannot read; reading it says why.
    const match = /^(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-|BAD)\t(.+)$/s.exec(line);
    if (match === null) continue;
    const [, mode = "", , hash = "", size = "", path = ""] = match;
    hashes.set({ path, kind: kindOf(mode), size: Number(size) || 0 }, hash);
    if (hashes.size > limits.entries) throw tooLarge(`more than ${limits.entries} files`);
  }
  return {
    entries: [...hashes.keys()],
    read: async (entry, maxBytes) => {
      // Git tells the true size, so what is too large need not be fetched to be refused.
      if (entry.size > maxBytes) return Buffer.alloc(maxBytes + 1);
      return git(source.folder, ["cat-file", "blob", hashes.get(entry) ?? ""]);
    },
    close: async () => {},
  };
}

/** Asked first, so that "no repository" is not told as "no such revision". */
async function checkRepository(folder: string): Promise<void> {
  try {
    await git(folder, ["rev-parse", "--git-dir"]);
  } catch (error) {
    // There may well be a repository that git does not want to, or cannot, read.
    if (!gitWords(error).includes("not a git repository")) throw error;
    const sentence = `${folder} is not a git repository; write repository@revision`;
    throw new SubmissionError("submission/not-a-repository", sentence, error);
  }
}

/**
 * The commit that a revision means. What is resolved once cannot move while it is read, as a branch
 * could.
 */
async function resolveCommit({ folder, revision }: GitRevision): Promise<string> {
  try {
    const query = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
    const commit = (await git(folder, query)).toString("utf8").trim();
    if (/^[0-9a-f]{40,64}$/.test(commit)) return commit;
  } catch (error) {
    // Git's words for an unknown revision speak of working tree files, and help nobody.
    if (/corrupt|unable to|permission denied/i.test(gitWords(error))) throw error;
  }
  const what = `there is no revision "${revision}" in ${folder}`;
  const sentence = `${what}; fetch it first, or check its name`;
  throw new SubmissionError("submission/unknown-revision", sentence);
}

/** What git's mode of an entry means. A submodule is an entry without content. */
function kindOf(mode: string): EntryKind {
  if (mode === "120000") return "link";
  if (mode === "160000") return "submodule";
  return mode.startsWith("100") ? "file" : "other";
}

/** Runs git over a repository that may have been made by anybody. */
async function git(folder: string, args: readonly string[]): Promise<Buffer> {
  const settings = SAFE_SETTINGS.flatMap((setting) => ["-c", setting]);
  try {
    const result = await execa("git", ["--no-replace-objects", ...settings, ...args], {
      cwd: folder,
      encoding: "buffer",
      maxBuffer: OUTPUT_BYTES_MAX,
      stdin: "ignore",
      extendEnv: false,
      env: cleanEnvironment(),
    });
    return Buffer.from(result.stdout);
  } catch (error) {
    if (isMissingGit(error)) {
      const sentence = "git is not installed; install it, or hand in a folder or an archive";
      throw new SubmissionError("submission/git-failed", sentence, error);
    }
    throw new SubmissionError("submission/git-failed", failure(folder, error), error);
  }
}

/** What went wrong, in git's own words: the last of its complaints is about the command. */
function failure(folder: string, error: unknown): string {
  const words = gitWords(error);
  if (words.includes("dubious ownership")) {
    const quoted = /\s/.test(folder) ? `'${folder}'` : folder;
    const trust = `git config --global --add safe.directory ${quoted}`;
    return `git does not read ${folder}, which belongs to another user; to trust it: ${trust}`;
  }
  const complaints = words.split("\n").filter((line) => /^(fatal|error): /.test(line));
  const why = complaints.at(-1)?.replace(/^\w+: /, "") ?? words.split("\n", 1)[0];
  return `git could not read it: ${why}`;
}

/** All that git has said on standard error; without that, what execa says. */
function gitWords(error: unknown): string {
  if (error instanceof SubmissionError) return gitWords(error.cause);
  const said = error instanceof ExecaError ? decode(error.stderr).trim() : "";
  return said === "" && error instanceof Error ? error.message : said;
}

/** The bytes or text of an output. */
function decode(output: unknown): string {
  return output instanceof Uint8Array ? Buffer.from(output).toString("utf8") : String(output);
}

/** Ours, without the variables by which git is told of another repository (hooks set them). */
function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ""])),
    // Its words are searched for reasons.
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
  };
}

/** Whether it was git itself that could not be started. */
function isMissingGit(error: unknown): boolean {
  if (error instanceof SubmissionError) return isMissingGit(error.cause);
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
