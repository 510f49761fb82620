/** What pages about the code repeat from it: words and counts that must not drift. */

import { describe, expect, test } from "@jest/globals";
import { files, read } from "../src/tree.ts";

/** The cells of all rows of all tables of a page, without the code marks around a whole cell. */
function rowsOf(page: string): string[][] {
  return read(page)
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf("|"))
        .split("|")
        .map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1")),
    );
}

/** The rows of the table that begins with this head. */
function tableOf(page: string, ...head: string[]): string[][] {
  const rows = rowsOf(page);
  const start = rows.findIndex((row) => row.join("|") === head.join("|"));
  expect(start).toBeGreaterThanOrEqual(0);
  const rest = rows.slice(start + 2);
  const end = rest.findIndex((row) => row.length !== head.length || isRule(rest, row));
  return end < 0 ? rest : rest.slice(0, end);
}

/** A row is the head of another table if the one after it is its rule. */
function isRule(rows: readonly string[][], row: string[]): boolean {
  const next = rows[rows.indexOf(row) + 1];
  return next?.every((cell) => /^-+$/.test(cell)) ?? false;
}

/** The pairs of a constant object whose values are texts. */
function pairsOf(source: string, constant: string): string[][] {
  const [, body = ""] = new RegExp(`const ${constant} = \\{([^]*?)\\n\\}`).exec(source) ?? [];
  return [...body.matchAll(/^ {2}"?([\w-]+)"?: "(.*)",$/gm)].map(([, name = "", text = ""]) => [
    name,
    text,
  ]);
}

describe("docs/architecture/simulator.md", () => {
  const page = "docs/architecture/simulator.md";
  const legend = read("packages/sim/src/trace-legend.ts");

  test("has the columns of a trace as the legend has them", () => {
    const columns = pairsOf(legend, "columnMeanings");
    expect(columns).toHaveLength(5);
    expect(tableOf(page, "column", "meaning")).toEqual(columns);
  });

  test("has the kinds of lines as the legend has them", () => {
    const kinds = pairsOf(legend, "traceKinds");
    expect(kinds).toContainEqual(["verdict", "the end of the run, and why"]);
    expect(tableOf(page, "kind", "meaning")).toEqual(kinds);
  });

  test("has every promise of a raft group by its name", () => {
    const sources = files(/^packages\/lab-kit\/src\/raft-invariants\/[a-z-]+\.ts$/).map(read);
    const names = sources.flatMap((text) => /readonly name = "(.*)"/.exec(text)?.[1] ?? []);
    const onPage = tableOf(page, "promise", "looks at").map(([cell = ""]) =>
      cell.replace(/^\[(.*)\]\(.*\)$/, "$1"),
    );
    expect(names).toHaveLength(7);
    expect(onPage.sort()).toEqual(names.sort());
  });

  test("has every fault that a schedule may have", () => {
    const schemas = read("packages/sim/src/faults/schedule-file.ts");
    const written = [...schemas.matchAll(/do: z\.(?:literal|enum)\((.*?)\)/g)];
    const known = written.flatMap(([, list = ""]) => [...list.matchAll(/"([^"]+)"/g)]);
    const onPage = tableOf(page, "do", "besides `at`, in milliseconds").flatMap(([cell = ""]) =>
      cell.split(/`?, `?/),
    );
    expect(onPage.map((word) => word.replaceAll("`", "")).sort()).toEqual(
      known.map(([, name]) => name).sort(),
    );
  });
});

describe("docs/architecture/raft.md", () => {
  const kinds = ["unit", "paper", "transcript", "sim"];
  const config = JSON.parse(read("labs/raft/lab.json")) as {
    labels: { label: string; tests: { kind: string }[] }[];
  };

  test.each(config.labels)("counts what there is for $label", ({ label, tests }) => {
    const ofKind = kinds.map((kind) => tests.filter((one) => one.kind === kind).length);
    const solution = files(/^solution\/raft\/src\/.*\.ts$/).map(read);
    const gaps = solution.join("\n").split(`// gap ${label} `).length - 1;
    const wrong = files(/^grader\/mutants\/raft\/.*\.yaml$/)
      .flatMap((path) =>
        read(path)
          .split(/^ {2}- id: /m)
          .slice(1),
      )
      .filter((text) => text.includes("    expect: killed\n"));
    const mutants = wrong.filter((text) => text.includes(`    label: ${label}\n`)).length;
    const row = [label, ...[...ofKind, gaps, mutants].map(String)];
    const table = tableOf("docs/architecture/raft.md", "label", ...kinds, "gaps", "mutants");
    expect(table.find(([name]) => name === label)).toEqual(row);
  });
});
