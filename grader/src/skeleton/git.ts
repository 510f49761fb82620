/**
 * Git, as the maintainers' commands use it: on their own repository, and without touching the
 * working tree or the index that they work with. Changes are prepared in an index of their own.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TinyKvError } from "@tinykv/runtime";
import { execa } from "execa";

export interface GitOptions {
  /** Written to git's standard input. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A repository, and possibly an index that is not the user's. */
export class Repository {
  readonly folder: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(folder: string, env: Readonly<Record<string, string>> = {}) {
    this.folder = folder;
    this.#env = env;
  }

  /**
   * Runs git and returns what it prints, without the line break at the end.
   *
   * @throws {TinyKvError} `course/git` with what git said
   */
  async run(args: readonly string[], options: GitOptions = {}): Promise<string> {
    try {
      const { stdout } = await execa("git", args, {
        cwd: this.folder,
        extendEnv: false,
        env: { ...outerEnvironment(), ...this.#env, ...options.env },
        // An empty string would mean "inherit" to nobody, but it ends the input at once.
        input: options.input ?? "",
      });
      return stdout;
    } catch (error) {
      throw new TinyKvError("course/git", gitsWords(args, error), { cause: error });
    }
  }

  /** Like {@link run}, but a failure is an answer: `undefined`. */
  async ask(args: readonly string[]): Promise<string | undefined> {
    try {
      return await this.run(args);
    } catch {
      return undefined;
    }
  }

  /** The text of a file in a commit, byte for byte. */
  async textAt(commit: string, path: string): Promise<string> {
    const { stdout } = await execa("git", ["cat-file", "blob", `${commit}:${path}`], {
      cwd: this.folder,
      extendEnv: false,
      env: { ...outerEnvironment(), ...this.#env },
      stripFinalNewline: false,
    });
    return stdout;
  }

  /** The paths of a commit, with the type of entry, below `folder` if it is given. */
  async pathsAt(commit: string, folder?: string): Promise<string[]> {
    const below = folder === undefined ? [] : ["--", folder];
    const listing = await this.run(["ls-tree", "-r", "-z", "--name-only", commit, ...below]);
    return listing.split("\0").filter((path) => path !== "");
  }
}

/** Variables by which git is told of another repository; a git hook that calls us has them set. */
const ELSEWHERE = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

function outerEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => !ELSEWHERE.includes(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? ""]));
}

/** The last lines that git printed say what is wrong; the rest is about how it was called. */
function gitsWords(args: readonly string[], error: unknown): string {
  const { stderr, code } = error as { stderr?: string; code?: string };
  if (code === "ENOENT") return "git is not installed";
  return `git ${args[0] ?? ""} failed: ${stderr?.trim() ?? String(error)}`;
}

/** Runs `use` with an index that holds `commit`, and throws the index away afterwards. */
export async function withTemporaryIndex<T>(
  folder: string,
  commit: string,
  use: (repository: Repository) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), "tinykv-index-"));
  try {
    const repository = new Repository(folder, { GIT_INDEX_FILE: join(scratch, "index") });
    await repository.run(["read-tree", commit]);
    return await use(repository);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
