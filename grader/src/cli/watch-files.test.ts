/** Changes of files are noticed, however an editor saves them, and others are not. */

import { renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { tempFolder, writeFiles } from "../testing/temp-folder.ts";
import { watchFiles } from "./watch-files.ts";

describe("watchFiles", () => {
  test("notices a file that is written, and the same file written again", async () => {
    const folder = tempFolder({ "src/one.ts": "1" });
    const watch = watchFiles([join(folder, "src/one.ts")]);
    for (const text of ["2", "3"]) {
      const changed = watch.next();
      writeFiles(folder, { "src/one.ts": text });
      await changed;
    }
    watch.close();
  });

  test("notices a file that is replaced by another, as many editors save", async () => {
    const folder = tempFolder({ "src/one.ts": "1" });
    const watch = watchFiles([join(folder, "src/one.ts")]);
    const changed = watch.next();
    writeFiles(folder, { "src/.one.ts.tmp": "2" });
    renameSync(join(folder, "src/.one.ts.tmp"), join(folder, "src/one.ts"));
    await changed;
    watch.close();
  });

  test("watches several folders, and tells everybody who waits", async () => {
    const folder = tempFolder({ "src/one.ts": "1", "src/deep/two.ts": "2" });
    const watch = watchFiles([join(folder, "src/one.ts"), join(folder, "src/deep/two.ts")]);
    const waiting = Promise.all([watch.next(), watch.next()]);
    writeFiles(folder, { "src/deep/two.ts": "3" });
    await waiting;
    watch.close();
  });

  test("does not mind other files of the same folder", async () => {
    const folder = tempFolder({ "src/one.ts": "1" });
    const watch = watchFiles([join(folder, "src/one.ts")]);
    const order: string[] = [];
    const changed = watch.next().then(() => order.push("changed"));
    writeFiles(folder, { "src/other.ts": "x" });
    // Another watch of the same folder has surely heard of that file by the time it resolves.
    const other = watchFiles([join(folder, "src/other.ts")]);
    const otherChanged = other.next().then(() => order.push("other"));
    writeFiles(folder, { "src/other.ts": "y" });
    await otherChanged;
    expect(order).toEqual(["other"]);
    writeFiles(folder, { "src/one.ts": "2" });
    await changed;
    watch.close();
    other.close();
  });
});
