/** Disks for tests: empty, apart from each other, kept to their place, and gone in the end. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createDisk, diskKinds } from "./disks.ts";

const put = { type: "put", cf: "default", key: Buffer.of(1), value: Buffer.of(2) } as const;

describe.each(diskKinds)("a disk (%s)", (kind) => {
  test("keeps data when an engine is closed and opened again", async () => {
    const disk = await createDisk(kind);
    const engine = await disk.engines.open(disk.path);
    await engine.write([put], { sync: true });
    await engine.close();
    const again = await disk.engines.open(disk.path);
    expect(await again.get("default", put.key)).toEqual(put.value);
    await disk.remove();
  });

  test("is not shared with another one", async () => {
    const [one, two] = [await createDisk(kind), await createDisk(kind)];
    await (await one.engines.open(one.path)).write([put], { sync: true });
    const engine = await two.engines.open(two.path);
    expect(await engine.get("default", put.key)).toBeUndefined();
    await one.remove();
    await two.remove();
  });

  test("has room for paths below it, and for no others", async () => {
    const disk = await createDisk(kind);
    await (await disk.engines.open(join(disk.path, "raft"))).close();
    const outside = [dirname(disk.path), "/", "/elsewhere", "..", join(disk.path, "../../x")];
    for (const path of outside) {
      await expect(disk.engines.open(path)).rejects.toMatchObject({ code: "lab/outside-disk" });
    }
    await disk.remove();
  });

  test("hands lab code an opener that can open and nothing else", async () => {
    const disk = await createDisk(kind);
    expect(Object.keys(disk.engines)).toEqual(["open"]);
    await disk.remove();
  });

  test("closes what is open when it is removed, and leaves nothing", async () => {
    const disk = await createDisk(kind);
    const engine = await disk.engines.open(disk.path);
    await disk.remove();
    await expect(engine.get("default", put.key)).rejects.toMatchObject({ code: "engine/closed" });
    expect(existsSync(dirname(disk.path))).toBe(false);
  });
});
