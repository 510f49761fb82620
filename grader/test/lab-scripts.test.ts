/** The commands of the course, as a student types them inside of a lab's folder. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { courseRoot } from "../src/cli/command-io.ts";

const root = courseRoot();

function scriptsOf(folder: string): Readonly<Record<string, string>> {
  const text = readFileSync(join(root, folder, "package.json"), "utf8");
  return (JSON.parse(text) as { scripts: Record<string, string> }).scripts;
}

const labs = readdirSync(join(root, "labs"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join("labs", name));

describe.each(labs)("%s", (lab) => {
  test.each(["lab", "grade", "start", "server", "tinykv"])("forwards `%s` to the root", (name) => {
    const atRoot = scriptsOf("")[name];
    expect(atRoot).toBeDefined();
    expect(scriptsOf(lab)[name]).toBe(atRoot?.replace("node packages/", "node ../../packages/"));
  });

  test("has no `test` script: a lab that is not written is no broken package", () => {
    expect(scriptsOf(lab)).not.toHaveProperty("test");
  });
});
