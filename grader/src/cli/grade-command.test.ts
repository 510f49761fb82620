/** The contract of `grade`: what it writes where, and its exit codes. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { reportSchema } from "../report/report.ts";
import { courseFiles } from "../testing/fixture-course.ts";
import { makeZip } from "../testing/make-zip.ts";
import { type MemoryIoOptions, memoryIo } from "../testing/memory-io.ts";
import { type StubPlan, stubRunner } from "../testing/stub-runner.ts";
import { tempFolder } from "../testing/temp-folder.ts";
import { gradeCommand } from "./grade-command.ts";
import { execute } from "./run-command.ts";

const root = tempFolder(courseFiles());
const from = tempFolder({
  "alice/labs/base/src/one.ts": "alice",
  "bob.zip": makeZip([{ name: "labs/base/src/one.ts", data: "bob" }]),
  "broken.zip": "PK\u0003\u0004 and nothing more",
  "empty/readme.txt": "hello",
});

/** Three of five tests pass: 0.3 + 6 points. */
const SOME: StubPlan = (name) =>
  ["adds", "adds more", "rises"].includes(name)
    ? { status: "passed" }
    : { status: "failed", message: "expected 1, got 2", file: "labs/base/src/one.ts", line: 7 };

async function grade(args: string, more: Partial<MemoryIoOptions> & { plan?: StubPlan } = {}) {
  const { plan = SOME, ...options } = more;
  const io = memoryIo({ root, from, run: stubRunner(plan).run, ...options });
  const code = await execute(gradeCommand, args === "" ? [] : args.split(" "), io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

describe("grade", () => {
  test("grades the working tree for people, unless told otherwise", async () => {
    const { code, stdout, stderr } = await grade("");
    expect(code).toBe(0);
    expect(stdout).toContain("working tree: 6.3 of 10 points");
    expect(stdout).toContain("1  First steps");
    expect(stdout).toContain("again: npm run lab -- test 1 -t subtracts --seed 1");
    expect(stdout).not.toContain("\u001b");
    expect(stderr.split("\n")).toEqual([
      "Grading 1 submission: 5 tests ...",
      ...[expect.stringMatching(/^working tree: base 1: 0\.3 of 2 \(/)],
      ...[expect.stringMatching(/^working tree: base 2AA: 0 of 2 \(/)],
      ...[expect.stringMatching(/^working tree: top 3A: 6 of 6 \(/)],
      "",
    ]);
  });

  test("prints one JSON object for one submission, and nothing else", async () => {
    const { code, stdout } = await grade("alice --format json --seed 7");
    expect(code).toBe(0);
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({
      submission: "alice",
      score: 6.3,
      max: 10,
      seed: 7,
      deps: "own",
    });
  });

  test("prints an array for several, the unreadable among them, and exits with 0", async () => {
    const names = ["alice", "broken.zip", "bob.zip", "empty", "nowhere"];
    const { code, stdout, stderr } = await grade(`${names.join(" ")} --format json`);
    expect(code).toBe(0);
    const reports = z.array(reportSchema).parse(JSON.parse(stdout));
    expect(reports.map((one) => one.submission)).toEqual(names);
    expect(reports.map((one) => one.score)).toEqual([6.3, 0, 6.3, 0, 0]);
    expect(reports.map((one) => one.max)).toEqual([10, 10, 10, 10, 10]);
    expect(stderr).toMatch(
      /broken\.zip: the zip archive is broken .*\(submission\/broken-archive\)/,
    );
    expect(stderr).toMatch(
      /nowhere: there is no file or folder nowhere; .*\(submission\/not-found\)/,
    );
  });

  test("tells the problems of many in the table, and not twice", async () => {
    const { stdout, stderr } = await grade("alice empty");
    expect(stdout.match(/it contains none of the files/g)?.length).toBe(2);
    expect(stderr).not.toContain("none of the files");
  });

  test("grades the reference solution by itself, and together with others", async () => {
    const alone = await grade("--solution --format json");
    expect(reportSchema.parse(JSON.parse(alone.stdout)).submission).toBe("--solution");
    const both = await grade("alice --solution --format json");
    const reports = z.array(reportSchema).parse(JSON.parse(both.stdout));
    expect(reports.map((one) => one.submission)).toEqual(["--solution", "alice"]);
  });

  test("selects labs, labels and tests, several of each", async () => {
    const names = async (args: string) => {
      const report = reportSchema.parse(JSON.parse((await grade(`${args} --format json`)).stdout));
      return report.labs.flatMap((lab) => lab.labels.map((label) => label.label));
    };
    expect(await names("--lab top")).toEqual(["3A"]);
    expect(await names("--label 1 --label 3A")).toEqual(["1", "3A"]);
    expect(await names("--label 1,2AA")).toEqual(["1", "2AA"]);
    expect(await names("-t goes")).toEqual(["2AA"]);
  });

  test("writes the report to a file, with the folders that lead to it", async () => {
    const { code, stdout } = await grade("alice --format junit --out reports/a/grade.xml");
    expect([code, stdout]).toEqual([0, ""]);
    expect(readFileSync(join(from, "reports/a/grade.xml"), "utf8")).toMatch(
      /^<\?xml version="1\.0"/,
    );
  });

  test("writes no colours to a file, even from a terminal", async () => {
    const env = { FORCE_COLOR: "1" };
    const { stdout } = await grade("alice --out plain.txt", { env });
    expect(stdout).toBe("");
    expect(readFileSync(join(from, "plain.txt"), "utf8")).not.toContain("\u001b");
  });

  test("writes further reports on the same grading", async () => {
    const { run, requests } = stubRunner(SOME);
    const { stdout } = await grade(
      "alice --format json --also junit=also/grade.xml --also markdown=also/grade.md",
      { run },
    );
    expect(reportSchema.parse(JSON.parse(stdout)).score).toBe(6.3);
    expect(readFileSync(join(from, "also/grade.xml"), "utf8")).toMatch(/^<\?xml/);
    expect(readFileSync(join(from, "also/grade.md"), "utf8")).toMatch(/^## alice: 6\.3 of 10/);
    expect(requests.length).toBe(3);
  });

  test("writes Markdown", async () => {
    const { stdout } = await grade("alice bob.zip --format markdown");
    expect(stdout).toMatch(/^# Grades\n/);
  });
});

describe("the exit code of grade", () => {
  test("is 1 below --min-score, of any submission, and 0 from it on", async () => {
    expect((await grade("alice --min-score 6.3")).code).toBe(0);
    const below = await grade("alice --min-score 6.4");
    expect(below.code).toBe(1);
    expect(below.stderr).toMatch(/\nalice: 6\.3 points, which is below 6\.4\n$/);
    expect((await grade("alice broken.zip --min-score 1")).code).toBe(1);
    expect((await grade("alice broken.zip --min-score 0")).code).toBe(0);
  });

  test("is 2 for a submission that cannot be read, with the sentence alone", async () => {
    const { code, stdout, stderr } = await grade("empty");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(
      "empty: it contains none of the files: expected labs/base/src/one.ts, " +
        "labs/base/src/deep/two.ts, labs/top/src/three.ts; send the folder that holds labs/ " +
        "(submission/no-files)",
    );
  });

  test("is 2 for that with --format json too, which still gets its report", async () => {
    const { code, stdout } = await grade("broken.zip --format json --min-score 1");
    expect(code).toBe(2);
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report.problems.map((one) => one.code)).toEqual(["submission/broken-archive"]);
    expect((await grade("broken.zip empty")).code).toBe(2);
  });

  test.each([
    ["--colour", /^grade\/usage: unknown option '--colour'; --help shows what there is\n$/],
    ["--form json", /^grade\/usage: unknown option '--form' \(Did you mean --format\?\); --help/],
    ["--format yaml", /^grade\/usage: option '--format <format>' argument 'yaml' is invalid\./],
    ["--deps mine", /argument 'mine' is invalid\. Allowed choices are own, reference/],
    ["--seed -1", /^grade\/usage: .*--seed/],
    ["--seed 1.5", /argument '1\.5' is invalid\. It must be a whole number from 0/],
    ["--jobs 0", /argument '0' is invalid\. It must be a whole number from 1 to 64/],
    ["--min-score most", /argument 'most' is invalid\. It must be a number of points/],
    [
      "--also yaml=x",
      /argument 'yaml=x' is invalid\. It must be a format \(table, json, junit, ma/,
    ],
    ["--also junit", /argument 'junit' is invalid\. /],
    ["--lab", /^grade\/usage: option '--lab <lab>' argument missing; /],
    ["--lab bass", /^grade\/unknown-lab: there is no lab "bass"; the labs are base, top\n$/],
    ["--label 9", /^grade\/unknown-label: /],
    ["-t nothing", /^grade\/no-tests: /],
  ])("is 2 with one sentence for the call %s", async (args, message) => {
    const { code, stdout, stderr } = await grade(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n").length).toBe(1);
  });

  test("is 2 for a file that cannot be written, before anything is graded", async () => {
    const { run, requests } = stubRunner();
    for (const [file, why] of [
      ["--out bob.zip/x.json", "E\\w+"],
      ["--also json=empty", "it is a folder"],
    ]) {
      const { code, stderr } = await grade(`alice ${file}`, { run });
      expect(code).toBe(2);
      expect(stderr).toMatch(new RegExp(`grade/out: .* cannot be written \\(${why}\\); choose`));
    }
    expect(requests).toEqual([]);
  });

  test("is 3 if the grader fails, for one submission or all", async () => {
    const run = async () => {
      throw new Error("disk full");
    };
    const { code, stdout, stderr } = await grade("alice --format json", { run });
    expect(code).toBe(3);
    expect(reportSchema.parse(JSON.parse(stdout)).problems[0]?.code).toBe("grader/failed");
    expect(stderr).toContain("disk full");
  });

  test("is 3 if the course itself is wrong", async () => {
    const wrong = tempFolder(courseFiles({ "labs/base/lab.json": "{}" }));
    const { code, stderr } = await grade("", { root: wrong });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^course\/config: labs\/base\/lab\.json: lab: /);
  });

  test("is 130 when it is stopped", async () => {
    const stop = new AbortController();
    const plan: StubPlan = () => {
      stop.abort();
      return { status: "passed" };
    };
    expect((await grade("alice bob.zip", { signal: stop.signal, plan })).code).toBe(130);
  });
});

describe("grade --help", () => {
  test("shows options, examples and exit codes, and exits with 0", async () => {
    const { code, stdout, stderr } = await grade("--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const word of ["--min-score", "--annotations", "Examples:", "carol@main", "Exit codes:"]) {
      expect(stdout).toContain(word);
    }
  });
});

describe("grade in GitHub Actions", () => {
  const FENCE = /^::stop-commands::([\w-]+)\n[^]*\n::\1::\n$/;

  test("fences a table, because it holds what a student wrote", async () => {
    const { stdout } = await grade("alice", { env: { GITHUB_ACTIONS: "true" } });
    expect(stdout).toMatch(FENCE);
  });

  test("writes annotations after the fence, at the student's lines", async () => {
    const { stdout } = await grade("alice --annotations");
    const end = stdout.indexOf("::error");
    expect(stdout.slice(0, end)).toMatch(FENCE);
    expect(stdout.slice(end)).toBe(
      "::error file=labs/base/src/one.ts,line=7,title=subtracts and 1 more%3A failed::" +
        "expected 1, got 2\n::notice title=Grade::alice: 6.3 of 10 points\n",
    );
  });

  test("keeps standard output for the report of a program", async () => {
    const { stdout, stderr } = await grade("alice --annotations --format json", {
      env: { GITHUB_ACTIONS: "true" },
    });
    expect(reportSchema.parse(JSON.parse(stdout)).score).toBe(6.3);
    expect(stderr).toContain("::error file=");
  });

  test("writes only annotations to standard output if the report goes to a file", async () => {
    const { stdout } = await grade("alice --annotations --format markdown --out summary.md");
    expect(stdout).toMatch(/^::error [^\n]*\n::notice [^\n]*\n$/);
  });

  test("says before it grades that files would overwrite something", async () => {
    const calls = [
      "alice --out f --also junit=f",
      "alice --also json=f --also junit=f",
      "alice bob.zip --out bob.zip",
      `--out ${join(root, "labs/base/src/one.ts")}`,
      "alice --out empty",
    ];
    for (const call of calls) {
      const { code, stdout, stderr } = await grade(call);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^grade\/out: [^\n]+\n$/);
    }
    expect(existsSync(join(from, "f"))).toBe(false);
    expect(readFileSync(join(from, "bob.zip")).subarray(0, 2).toString()).toBe("PK");
  });

  test("takes no empty name for the folder that it stands in", async () => {
    const io = memoryIo({ root, from, run: stubRunner(SOME).run });
    expect(await execute(gradeCommand, [""], io)).toBe(2);
    expect(io.stderr.text).toBe(
      "grade/usage: a submission has an empty name; " +
        "name a folder, an archive or repository@revision, or nothing at all\n",
    );
  });

  test("says that npm has taken an option", async () => {
    const forgotten = await grade("alice json");
    expect([forgotten.code, forgotten.stdout]).toEqual([2, ""]);
    expect(forgotten.stderr).toBe(
      "grade/usage: json is a format and no submission; put `--` before the options, " +
        "as in `npm run grade -- alice.zip --format json`\n",
    );
    const env = { npm_config_min_score: "5" };
    const taken = await grade("alice", { env });
    expect([taken.code, taken.stdout]).toEqual([2, ""]);
    expect(taken.stderr).toBe(
      "grade/usage: npm has taken --min-score for an option of its own; " +
        "put `--` before the options, as in `npm run grade -- … --min-score …`\n",
    );
  });

  test("grades a folder that is called like a format", async () => {
    const here = tempFolder({ "json/labs/base/src/one.ts": "one" });
    expect((await grade("json", { from: here })).code).toBe(0);
  });
});
