/**
 * Runs every command that a page of the project shows, in a fresh copy, and compares the output.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { type ConsoleBlock, ConsoleBlockError, consoleBlocks } from "./console-block.ts";
import { freshCopy } from "./fresh-copy.ts";
import { PageSession } from "./page-session.ts";

export interface DocsOptions {
  readonly root: string;
  /** Only these pages, relative to the root; all if undefined. */
  readonly pages: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/** Every page of the project, the README first, then by name. */
export function allPages(root: string): string[] {
  const inFolders = ["docs", "labs", "packages", "grader"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md") && !/(^|[\\/])(node_modules|\.cache)[\\/]/.test(name))
      .map((name) => join(folder, name)),
  );
  // A student's copy has no page for maintainers.
  const atRoot = ["README.md", "CONTRIBUTING.md"].filter((name) => existsSync(join(root, name)));
  return [...atRoot, ...inFolders.sort()];
}

/** @returns whether every command did as its page says */
export async function checkDocs({ root, pages, signal }: DocsOptions): Promise<boolean> {
  const tally = { passed: 0, failed: 0 };
  const blocksOf = new Map<string, ConsoleBlock[]>();
  for (const page of pages ?? allPages(root)) {
    try {
      const blocks = consoleBlocks(readFileSync(join(root, page), "utf8"));
      if (blocks.length > 0) blocksOf.set(page, blocks);
    } catch (error) {
      if (!(error instanceof ConsoleBlockError)) throw error;
      process.stdout.write(`${page}: ${error.message}\n`);
      tally.failed += 1;
    }
  }
  const copy = await freshCopy(root);
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(copy.folder, "package.json"), "utf8"));
    const scripts = new Set(Object.keys((manifest as { scripts: object }).scripts));
    // Set-up is part of what a newcomer sees, but not of what a page shows: do it before the first.
    await execa("node", ["packages/toolchain/bootstrap.mjs"], { cwd: copy.folder });
    for (const [page, blocks] of blocksOf) {
      const session = new PageSession({ folder: copy.folder, scripts, signal });
      try {
        for (const block of blocks) {
          for (const { command, problem } of await session.run(block)) {
            if (problem === "") tally.passed += 1;
            else {
              tally.failed += 1;
              process.stdout.write(`${page}:${command.line}: \`${command.text}\` ${problem}\n`);
            }
          }
        }
      } finally {
        await session.close();
      }
    }
  } finally {
    copy.remove();
  }
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  return tally.failed === 0;
}
