/** That no text ends the process which checks it, and that care changes no finding. */

import { describe, expect, test } from "@jest/globals";
import type { SourceFinding } from "./check-imports.ts";
import { checkHere, checkSource } from "./check-source.ts";
import { looksShallow } from "./looks-shallow.ts";

const RULES = { packages: ["@tinykv/engine"] };
const TOO_MUCH =
  "syntax error: nested too deeply or too long to be parsed; split it into smaller parts";

function check(text: string): Promise<readonly SourceFinding[]> {
  return checkSource({ path: "src/one.ts", text, rules: RULES });
}

/** Twenty thousand of a thing inside each other. */
function nest(open: string, middle = "", close = ""): string {
  return open.repeat(20_000) + middle + close.repeat(20_000);
}

describe("checkSource", () => {
  test.each([
    ["brackets", `x = ${nest("(", "1", ")")}`],
    ["arrays", `x = ${nest("[", "", "]")}`],
    ["blocks", nest("{", "", "}")],
    ["brackets that nobody closes", nest("(")],
    ["negations", `x = ${nest("!", "1")}`],
    ["templates", `x = ${nest("`${", "1", "}`")}`],
    ["functions", nest("function f() {", "", "}")],
    ["arrow functions", `x = ${nest("(a = ", "1", ") => 1")}`],
    ["classes", `x = ${nest("class { static {", "", "}}")}`],
    ["types", `type A = ${nest("{ a: ", "1", "}")}`],
    ["type arguments", `let a: ${nest("A<", "B", ">")}`],
    ["calls with type arguments", nest("a<(")],
    ["sums", `x = 1${nest(" + 1")}`],
  ])("survives nested %s", async (_what, text) => {
    expect(await check(text)).toEqual([{ kind: "syntax", line: 1, message: TOO_MUCH }]);
  });

  test("survives a line of one mebibyte", async () => {
    const [finding] = await check(`a${".b".repeat(512 * 1024 - 1)}`);
    expect(finding?.message).toBe(TOO_MUCH);
  });

  test("finds the same in a process of its own as here", async () => {
    const text = `import "node:fs";\n${"x = [1, 2];\n".repeat(2000)}require("x");\nexport {};`;
    expect(looksShallow(text)).toBe(false);
    const found = await check(text);
    expect(found.map(({ kind, line }) => `${kind} ${line}`)).toEqual(["import 1", "import 2002"]);
    expect(found).toEqual(checkHere({ path: "src/one.ts", text, rules: RULES }));
    expect(await check(text.replace("[", "("))).toMatchObject([{ kind: "syntax", line: 2 }]);
    expect(await check(text.replace(/import.*|require.*/g, ""))).toEqual([]);
  });

  test("is given up with its caller", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const big = { path: "src/one.ts", text: nest("("), rules: RULES };
    await expect(checkSource(big, signal)).rejects.toThrow("enough");
  });
});

describe("checkHere", () => {
  test("reports what is too deep to be walked through", () => {
    const text = `x = 1${" + 1".repeat(9000)}`;
    expect(checkHere({ path: "src/one.ts", text, rules: RULES })).toEqual([
      { kind: "syntax", line: 1, message: TOO_MUCH },
    ]);
  });
});
