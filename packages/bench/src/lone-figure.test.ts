/** Tests of figures without a peer: what is in them, not how high they are. */

import { describe, expect, test } from "@jest/globals";
import { loneFigure } from "./lone-figure.ts";

describe("loneFigure()", () => {
  test("has a rate and a processor time of one thing, and no peers", async () => {
    const step = async (): Promise<number> => 5;
    const figure = await loneFigure({ name: "a", unit: "things", step }, { rounds: 3, roundMs: 2 });
    expect(figure).toMatchObject({ name: "a", unit: "things", peers: [] });
    expect(figure.perSecond).toBeGreaterThan(0);
    expect(figure.cpuUs).toBeGreaterThan(0);
  });
});
