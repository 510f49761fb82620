/** When answers leave: not at once, and in the order in which they were ready. */

import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { answersTogether } from "./answers-together.ts";

describe("answersTogether()", () => {
  test("sends all answers of a turn at its end, in their order", async () => {
    const sendTogether = answersTogether();
    const sent: number[] = [];
    for (const i of [1, 2, 3]) sendTogether(() => sent.push(i));
    await Promise.resolve();
    expect(sent).toEqual([]);
    await nextTurn();
    expect(sent).toEqual([1, 2, 3]);
  });

  test("sends what is ready while others are sent, in the turn after", async () => {
    const sendTogether = answersTogether();
    const sent: string[] = [];
    sendTogether(() => {
      sent.push("first");
      sendTogether(() => sent.push("second"));
    });
    await nextTurn();
    await nextTurn();
    expect(sent).toEqual(["first", "second"]);
  });
});
