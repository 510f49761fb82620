/** Histories go through text unchanged; a bad line is named by its number. */

import { describe, expect, test } from "@jest/globals";
import { registerSchemas } from "../models/register-schemas.ts";
import { formatHistory, parseHistory } from "./parse-history.ts";

const header = '{"story":"one write","model":"register"}';
const write =
  '{"client":1,"call":0,"return":5,"status":"ok","input":{"op":"write","value":1},"output":null}';
const read = '{"client":"b","call":7,"status":"unknown","input":{"op":"read"}}';

describe("parseHistory()", () => {
  test("reads a header and one operation per line", () => {
    const parsed = parseHistory(`${header}\n${write}\n\n${read}\n`, registerSchemas);
    expect(parsed.header).toEqual({ story: "one write", model: "register" });
    expect(parsed.history).toEqual([
      {
        client: 1,
        call: 0,
        return: 5,
        status: "ok",
        input: { op: "write", value: 1 },
        output: null,
      },
      { client: "b", call: 7, status: "unknown", input: { op: "read" } },
    ]);
  });

  test("needs no header", () => {
    const parsed = parseHistory(write, registerSchemas);
    expect([parsed.header, parsed.history.length]).toEqual([undefined, 1]);
  });

  test("is undone by formatHistory()", () => {
    const text = `${header}\n${write}\n${read}\n`;
    const parsed = parseHistory(text, registerSchemas);
    const again = parseHistory(formatHistory(parsed.history, parsed.header), registerSchemas);
    expect(again).toEqual(parsed);
  });

  test.each([
    ["text that is no JSON", "oops", "line 2: it is not JSON"],
    ["an unknown status", write.replace('"ok"', '"maybe"'), "line 2: status"],
    ["an answer without a time", write.replace('"return":5,', ""), "line 2: return"],
    ["an input that the model does not know", write.replace("write", "jump"), "line 2: input.op"],
    ["a field too many", read.replace("{", '{"extra":1,'), "line 2"],
    ["an output of an unknown outcome", read.replace("{", '{"output":1,'), "line 2"],
  ])("refuses %s, and says where", (_, line, message) => {
    expect(() => parseHistory(`${header}\n${line}`, registerSchemas)).toThrow(
      `history/malformed: ${message}`,
    );
  });

  test("refuses a header without a story in words", () => {
    expect(() => parseHistory('{"story":7}', registerSchemas)).toThrow(
      "history/malformed: line 1: story",
    );
  });

  test("refuses a history that contradicts itself", () => {
    const overlapping = `${write}\n${write.replace('"call":0', '"call":4')}`;
    expect(() => parseHistory(overlapping, registerSchemas)).toThrow("history/overlap");
  });
});
