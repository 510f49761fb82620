/** Command lines: values that are checked, and mistakes that become one sentence. */

import { describe, expect, test } from "@jest/globals";
import { memoryIo } from "../testing/memory-io.ts";
import {
  collect,
  createCommand,
  examples,
  parseArguments,
  pointsNumber,
  wholeNumber,
} from "./parse-arguments.ts";

function setUp() {
  const io = memoryIo({ root: "/" });
  const done: string[] = [];
  const command = createCommand("tool", io).description("A tool.");
  command
    .command("make")
    .argument("<what>")
    .option("--size <n>", "how large", wholeNumber(1, 9))
    .action((what: string) => {
      done.push(what);
    });
  return { io, command, done };
}

/** The error of a command line, and that nothing was done or written. */
async function errorOf(...args: string[]): Promise<string> {
  const { io, command, done } = setUp();
  const error: unknown = await parseArguments(command, args).catch((reason: unknown) => reason);
  expect([done, io.stdout.text, io.stderr.text]).toEqual([[], "", ""]);
  return error instanceof Error ? error.message : "no error";
}

describe("parseArguments", () => {
  test("runs what was asked for", async () => {
    const { command, done } = setUp();
    expect(await parseArguments(command, ["make", "it", "--size", "3"])).toBe(true);
    expect(done).toEqual(["it"]);
  });

  test("gives help on standard output, of the whole and of a part", async () => {
    for (const [args, word] of [
      [["--help"], "A tool."],
      [["make", "--help"], "how large"],
      [["help", "make"], "how large"],
    ] as const) {
      const { io, command, done } = setUp();
      expect(await parseArguments(command, args)).toBe(false);
      expect(io.stdout.text).toContain(word);
      expect([done, io.stderr.text]).toEqual([[], ""]);
    }
  });

  test.each([
    [["make"], "missing required argument 'what'"],
    [["make", "a", "b"], "too many arguments for 'make'. Expected 1 argument but got 2"],
    [["make", "a", "--sise", "1"], "unknown option '--sise' (Did you mean --size?)"],
    [["make", "a", "--size"], "option '--size <n>' argument missing"],
    [["mkae", "a"], "unknown command 'mkae' (Did you mean make?)"],
    [
      ["make", "a", "--size", "10"],
      "option '--size <n>' argument '10' is invalid. It must be a whole number from 1 to 9",
    ],
  ])("makes one sentence of the call %j", async (args, sentence) => {
    expect(await errorOf(...args)).toMatch(/^grade\/usage: [^\n]+; --help shows what there is$/);
    expect(await errorOf(...args)).toContain(sentence);
  });

  test("says what there is if nothing was asked for", async () => {
    expect(await errorOf()).toBe("grade/usage: say what to do: make; --help explains them");
  });

  test.each([
    [{ npm_config_size: "true" }, "--size"],
    [{ npm_config_z: "3" }, "-z"],
  ])("says that npm has taken an option: %j", async (env, flag) => {
    const command = createCommand("tool", memoryIo({ root: "/", env }));
    const done: string[] = [];
    command
      .command("make")
      .option("-z, --size <n>", "how large")
      .action(() => {
        done.push("made");
      });
    await expect(parseArguments(command, ["make"])).rejects.toThrow(
      `grade/usage: npm has taken ${flag} for an option of its own; ` +
        `put \`--\` before the options, as in \`npm run tool -- … ${flag} …\``,
    );
    expect(done).toEqual([]);
  });

  test("does not mind the settings of npm, nor an option that it knows itself", async () => {
    const env = { npm_config_cache: "/x", npm_config_size: "", npm_config_height: "1" };
    const io = memoryIo({ root: "/", env });
    const command = createCommand("tool", io)
      .option("--size <n>", "how large")
      .action(() => {});
    expect(await parseArguments(command, ["--size", "3"])).toBe(true);
  });

  test("lets errors of the command itself pass", async () => {
    const { command } = setUp();
    command.command("fail").action(() => {
      throw new TypeError("no");
    });
    await expect(parseArguments(command, ["fail"])).rejects.toThrow(TypeError);
  });
});

describe("values", () => {
  test("collect takes several options, and lists with commas", () => {
    expect(collect("a", undefined)).toEqual(["a"]);
    expect(collect("b,c", ["a"])).toEqual(["a", "b", "c"]);
    expect(collect(",", ["a"])).toEqual(["a"]);
  });

  test.each(["0", "7", "9007199254740991"])("wholeNumber takes %s", (text) => {
    expect(wholeNumber(0)(text)).toBe(Number(text));
  });

  test.each(["", " ", "-1", "1.5", "1e3", "0x10", "9007199254740992", "seven", "١"])(
    "wholeNumber refuses %j",
    (text) => {
      expect(() => wholeNumber(0)(text)).toThrow("It must be a whole number from 0.");
    },
  );

  test("pointsNumber takes decimal numbers from 0 on", () => {
    expect([pointsNumber("0"), pointsNumber("7.5")]).toEqual([0, 7.5]);
    for (const text of ["", "-1", "most", "Infinity", "NaN"]) {
      expect(() => pointsNumber(text)).toThrow("It must be a number of points, such as 7.5.");
    }
  });

  test("examples stand in two columns", () => {
    expect(
      examples([
        ["a", "one"],
        ["long", "two"],
      ]),
    ).toBe("\nExamples:\n  a     one\n  long  two");
  });
});
