/** The toy course in a git repository of its own, with one commit. */

import { execFileSync } from "node:child_process";
import { tempFolder } from "../../testing/temp-folder.ts";
import { toyFiles } from "./toy-course.ts";

/** Nothing of the machine's own configuration of git reaches these repositories. */
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_AUTHOR_DATE: "2026-01-02T03:04:05+01:00",
  GIT_COMMITTER_NAME: "Bert",
  GIT_COMMITTER_EMAIL: "bert@example.org",
  GIT_COMMITTER_DATE: "2026-01-02T04:04:05+01:00",
};

/** Runs git in `folder` and returns what it prints. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: folder, env, encoding: "utf8" }).trim();
}

/** Commits everything that is in `folder`. */
export function commitAll(folder: string, subject: string): void {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "-m", subject);
}

/** A repository with the toy course, changed as said. @returns its folder */
export function toyRepository(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const folder = tempFolder(toyFiles(changes));
  git(folder, "init", "--quiet", "--initial-branch=main");
  commitAll(folder, "toys: begin");
  return folder;
}
