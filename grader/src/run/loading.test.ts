/**
 * What lab code finds around it, once it is loaded: its own files, earlier labs, shared packages,
 * the few globals it has; and what tests find of it.
 */

import { beforeAll, describe, expect, test } from "@jest/globals";
import { type FakeRun, runFakeLab } from "./testing/fake-lab.ts";

const given = {
  "src/index.ts": `
    export * from "./owned.ts";
    export { count } from "./given.ts";
    export * from "./globals.ts";`,
  "src/given.ts": `
    import { increment } from "./owned.ts";
    export const count = (): number => increment();
    export const base = 10;`,
  "src/globals.ts": `
    export const bytes = (): Buffer => Buffer.from(new TextEncoder().encode("é"));
    export const text = (): string => new TextDecoder().decode(Buffer.from([0xc3, 0xa9]));
    export const types = (): string => [typeof process, typeof setTimeout, typeof fetch].join();
    export const unknownName = (): unknown => (globalThis as any).noSuchThing;
    export const date = (): string => new Date(0).toISOString();
    export const micro = (): Promise<string> =>
      new Promise((resolve) => queueMicrotask(() => resolve("later")));
    export function setGlobal(): void { (globalThis as any).shared = 1; }`,
};

const owned = {
  "src/owned.ts": `
    import { shared } from "@tinykv/earlier";
    import { COLUMN_FAMILIES, type Engine } from "@tinykv/engine";
    import { RawGetResponse } from "@tinykv/proto";
    import { TinyKvError } from "@tinykv/runtime";
    import { base } from "./given.ts";
    let counter = 0;
    export const increment = (): number => base + shared(++counter);
    export const families = (): string => COLUMN_FAMILIES.join();
    export const response = (): unknown => RawGetResponse.create({ value: Buffer.from([42]) });
    export class OwnError extends TinyKvError {
      override readonly name = "OwnError";
      constructor(readonly_: string) { super("own/error", readonly_); }
    }
    export const failing = (): never => { throw new OwnError("mine"); };
    export const isTinyKv = (error: unknown): boolean => error instanceof TinyKvError;
    export const read = (engine: Engine): Promise<unknown> => engine.get("nope", Buffer.alloc(0));
    export const hostile = (): never => {
      const refuse = () => { throw 1; };
      throw new Proxy({}, { getPrototypeOf: refuse, get: refuse, has: refuse });
    };
    export const then = (resolve: (value: unknown) => void): void => resolve("a forged lab");`,
};

const passing = {
  "given and owned files import each other": 't.expectEqual(lab.count(), 111, "the count");',
  "module state is kept": 't.expectEqual(lab.count(), 112, "the count");',
  "a lab that is loaded again has fresh module state": `
    const again = await loadLabAgain("fake");
    t.expectEqual(again.count(), 111, "the count");
    t.expectEqual(lab.count(), 113, "the count");`,
  "a package is shared with the test":
    't.expectEqual(lab.families(), COLUMN_FAMILIES.join(), "cfs");',
  "a message comes back over the wire": `
    const response = t.wire(proto.RawGetResponse, lab.response());
    t.expectBytes(response.value, [42]);`,
  "an error class of a package can be extended": `
    const said = await t.expectRejects(() => lab.failing(), "it", "own/error");
    t.expectEqual(said.message, "own/error: mine", "the message");`,
  "an engine's error is an instance of the shared class": `
    const disk = await t.disk("disk");
    const engine = await disk.engines.open(disk.path);
    const { reason } = (await settle(lab.read(engine))) as any;
    t.expectTrue(lab.isTinyKv(reason), "instanceof");`,
  "there are bytes and text": `
    t.expectBytes(lab.bytes(), [0xc3, 0xa9]);
    t.expectEqual(lab.text(), "é", "the text");`,
  "what is missing may be looked at": `
    t.expectEqual(lab.types(), "object,function,function", "the types");
    t.expectEqual(lab.unknownName(), undefined, "an unknown name");`,
  "dates can be computed with": 't.expectEqual(lab.date(), "1970-01-01T00:00:00.000Z", "it");',
  "there are microtasks": 't.expectEqual(await lab.micro(), "later", "it");',
  "an export called then is left out": 't.expectEqual(lab.then, undefined, "then");',
};

const failing = {
  "globals cannot be added": "lab.setGlobal();",
  "what is thrown may resist": "lab.hostile();",
};

describe("a loaded lab", () => {
  let run: FakeRun;

  beforeAll(async () => {
    run = await runFakeLab({
      given,
      owned,
      earlier: { "src/owned.ts": "export const shared = (n: number): number => n + 100;" },
      imports: ["@tinykv/earlier", "@tinykv/engine", "@tinykv/proto", "@tinykv/runtime"],
      tests: { ...passing, ...failing },
      limits: { testSeconds: 5 },
    });
  });

  test.each(Object.keys(passing))("%s", (name) => {
    expect(run.byName[name]).toMatchObject({ status: "passed", message: "" });
  });

  test.each(Object.keys(failing))("%s", (name) => {
    expect(run.byName[name]?.status).toBe("failed");
  });

  test("points into given code where there is no other line", () => {
    const place = { file: "labs/fake/src/globals.ts", line: 9 };
    expect(run.byName["globals cannot be added"]).toMatchObject(place);
  });

  test("cannot hide that it threw", () => {
    expect(run.byName["what is thrown may resist"]?.message).toBe("threw a Proxy");
  });
});

describe("a name that nothing defines", () => {
  test("is an error at its line, when it is reached", async () => {
    const { byName } = await runFakeLab({
      owned: {
        "src/owned.ts": [
          "const value = 1;",
          "export const unreached = (use: boolean): unknown => (use ? vlaue : value);",
          "export const misspelled = (): unknown => ({ value: vlaue });",
          "export const create = (): unknown => RawGetResponse.create({});",
          "export const isRegionError = (error: unknown): boolean =>",
          "  error instanceof RegionError;",
        ].join("\n"),
      },
      tests: {
        unreached: 't.expectEqual(lab.unreached(false), 1, "it");',
        misspelled: "lab.misspelled();",
        "not imported": "lab.create();",
        "not imported, for instanceof": "lab.isRegionError({});",
      },
    });
    const shown = Object.entries(byName).map(([name, { message, line }]) => [name, message, line]);
    expect(shown).toEqual([
      ["unreached", "", undefined],
      ["misspelled", "ReferenceError: vlaue is not defined", 3],
      ["not imported", "ReferenceError: RawGetResponse is not defined", 4],
      ["not imported, for instanceof", "ReferenceError: RegionError is not defined", 6],
    ]);
  });
});

describe("a lab is refused", () => {
  test("for a type that is imported as a value, at its line", async () => {
    const { reports } = await runFakeLab({
      owned: { "src/owned.ts": '\nimport {\n  Engine,\n} from "@tinykv/engine";\n' },
      imports: ["@tinykv/engine"],
      tests: { one: "" },
    });
    expect(reports[0]).toMatchObject({
      ...{ status: "failed", file: "labs/fake/src/owned.ts", line: 3 },
      message: expect.stringContaining("write `import type { Engine }`"),
    });
  });

  test("for an import that is not allowed, at its line, before any of it runs", async () => {
    const { reports, events } = await runFakeLab({
      owned: {
        "src/owned.ts":
          'import "./early.ts";\nimport { readFileSync } from "node:fs";\nreadFileSync;',
        "src/early.ts": 'console.log("I run");',
      },
      tests: { one: "" },
    });
    expect(reports[0]).toMatchObject({
      status: "failed",
      file: "labs/fake/src/owned.ts",
      line: 2,
      message: expect.stringContaining('lab code may not import "node:fs"'),
    });
    expect(events.some((event) => event.type === "console")).toBe(false);
  });
});
