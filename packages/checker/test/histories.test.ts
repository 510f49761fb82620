/**
 * The hand-made histories of `testdata/`: each file tells its story, and a bad one what must be
 * blamed.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { HistoryHeader, HistorySchemas } from "../src/history/parse-history.ts";
import { parseHistory } from "../src/history/parse-history.ts";
import type { LinearizabilityReport } from "../src/linearizability/check-linearizability.ts";
import { checkLinearizability } from "../src/linearizability/check-linearizability.ts";
import { keyValueModel } from "../src/models/key-value.ts";
import { keyValueSchemas } from "../src/models/key-value-schemas.ts";
import type { Model } from "../src/models/model.ts";
import { registerModel } from "../src/models/register.ts";
import { registerSchemas } from "../src/models/register-schemas.ts";

const testdata = new URL("../testdata/", import.meta.url);

interface Checked {
  readonly header: HistoryHeader | undefined;
  readonly report: LinearizabilityReport<unknown, unknown>;
  /** The culprit, in words; empty for a legal history. */
  readonly culprit: string;
}

function checkFile(path: string): Checked {
  const text = readFileSync(new URL(path, testdata), "utf8");
  return path.includes("/register_")
    ? checkText(text, registerModel, registerSchemas)
    : checkText(text, keyValueModel, keyValueSchemas);
}

function checkText<State, Input, Output>(
  text: string,
  model: Model<State, Input, Output>,
  schemas: HistorySchemas<Input, Output>,
): Checked {
  const { header, history } = parseHistory(text, schemas);
  expect(header?.["model"]).toBe(model.name);
  const report = checkLinearizability(model, history);
  const operation = report.explanation?.culprit;
  const answer = operation?.status === "ok" ? { output: operation.output } : undefined;
  const culprit = operation === undefined ? "" : model.describe(operation.input, answer);
  return { header, report, culprit };
}

describe("a legal history", () => {
  const files = readdirSync(new URL("ok/", testdata));

  test("there are enough of them", () => {
    expect(files.length).toBeGreaterThanOrEqual(12);
  });

  for (const file of files) {
    test(file, () => {
      const { report } = checkFile(`ok/${file}`);
      expect(report.text).toMatch(/^linearizable/);
    });
  }
});

describe("an illegal history", () => {
  const files = readdirSync(new URL("bad/", testdata));

  test("there are enough of them", () => {
    expect(files.length).toBeGreaterThanOrEqual(12);
  });

  for (const file of files) {
    test(file, () => {
      const { header, report, culprit } = checkFile(`bad/${file}`);
      expect(report.verdict).toBe("illegal");
      expect(culprit).toBe(header?.["culprit"]);
      const causes = report.explanation?.causes.join("\n") ?? "";
      expect(causes).toContain(header?.["cause"]);
      const widths = report.text.split("\n").map((line) => line.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(120);
    });
  }
});
