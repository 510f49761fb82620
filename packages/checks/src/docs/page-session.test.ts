/** Commands of a page as they are run: in a folder, compared, and servers stopped at the end. */

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { consoleBlocks } from "./console-block.ts";
import { PageSession } from "./page-session.ts";

const fence = "```";
const script = "process.on('SIGINT', () => process.exit(0)); setInterval(() => {}, 9999)";
const server = `node -e "console.log('ready'); ${script}"`;

let folder: string;
let session: PageSession;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "tinykv-page-")));
  const signal = new AbortController().signal;
  session = new PageSession({ folder, scripts: new Set(["test"]), signal });
});

afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

/** What is wrong with each command of a page's blocks. */
async function problems(...lines: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const block of consoleBlocks(lines.join("\n"))) {
    found.push(...(await session.run(block)).map(({ problem }) => problem));
  }
  return found;
}

describe("PageSession", () => {
  test("runs commands in its folder, and accepts what they print", async () => {
    expect(await problems(`${fence}console`, "$ pwd", folder, "$ echo a b", "a …", fence)).toEqual([
      "",
      "",
    ]);
  });

  test("says what was printed instead, and goes no further in that block", async () => {
    const [problem, ...rest] = await problems(`${fence}console`, "$ echo a", "b", "$ true", fence);
    expect(problem).toBe("printed\na\ninstead of\nb");
    expect(rest).toEqual([]);
  });

  test("expects the exit code that the page gives", async () => {
    expect(await problems(`${fence}console exit=3`, "$ exit 3", fence)).toEqual([""]);
    expect(await problems(`${fence}console`, "$ exit 3", fence)).toEqual([
      "exited with 3, not 0\n",
    ]);
  });

  test("goes on while a server runs, and stops it at the end of the page", async () => {
    expect(
      await problems(
        `${fence}console server`,
        `$ ${server}`,
        "ready",
        fence,
        "",
        `${fence}console`,
        "$ true",
        fence,
      ),
    ).toEqual(["", ""]);
  });

  test("tells when a server ends before it is ready", async () => {
    const [problem] = await problems(`${fence}console server`, "$ echo no", "ready", fence);
    expect(problem).toMatch(/^ended before it printed what is shown, having printed\nno/);
  });

  test("only looks up what it may not run", async () => {
    expect(
      await problems(`${fence}console checked`, "$ npm test", "$ npm run tset", fence),
    ).toEqual(["", "is no script of package.json"]);
  });
});
