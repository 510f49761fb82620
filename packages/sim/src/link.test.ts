/** Tests of the qualities of links: changes lie on top of each other, each as far as it reaches. */

import { describe, expect, test } from "@jest/globals";
import { GOOD_LINK, LinkQualities } from "./link.ts";

describe("LinkQualities", () => {
  test("are those of a good link, changed by what is given at the start", () => {
    const links = new LinkQualities({ loss: 0.5 });
    expect(links.of("a", "b")).toEqual({ ...GOOD_LINK, loss: 0.5 });
    expect(new LinkQualities({}).of("a", "b")).toEqual(GOOD_LINK);
  });

  test("change for one direction, all from one, all to one, or all", () => {
    const links = new LinkQualities({});
    links.change({}, { loss: 0.1 });
    links.change({ from: "a" }, { duplicate: 0.2 });
    links.change({ to: "b" }, { reorder: 0.3 });
    links.change({ from: "a", to: "b" }, { delayMs: [7, 8] });
    expect(links.of("a", "b")).toEqual({
      ...{ loss: 0.1, duplicate: 0.2, reorder: 0.3, delayMs: [7, 8] },
    });
    expect(links.of("b", "a")).toEqual({ ...GOOD_LINK, loss: 0.1 });
    expect(links.of("a", "c")).toEqual({ ...GOOD_LINK, loss: 0.1, duplicate: 0.2 });
    expect(links.of("c", "b")).toEqual({ ...GOOD_LINK, loss: 0.1, reorder: 0.3 });
  });

  test("follow the last change about them, however narrow the one before it was", () => {
    const links = new LinkQualities({ loss: 0.1 });
    links.change({ from: "a", to: "b" }, { loss: 0.2, duplicate: 0.2 });
    links.change({}, { loss: 0.3 });
    expect(links.of("a", "b")).toMatchObject({ loss: 0.3, duplicate: 0.2 });
    links.change({ from: "a" }, { loss: 0 });
    expect(links.of("a", "b")).toMatchObject({ loss: 0, duplicate: 0.2 });
    expect(links.of("b", "a")).toMatchObject({ loss: 0.3, duplicate: 0 });
  });

  test("change also where they have been asked about before", () => {
    const links = new LinkQualities({});
    expect(links.of("a", "b").loss).toBe(0);
    links.change({ to: "b" }, { loss: 1 });
    expect(links.of("a", "b").loss).toBe(1);
  });

  test("are as at the start after a reset", () => {
    const links = new LinkQualities({ loss: 0.5 });
    links.change({}, { loss: 1, reorder: 1 });
    links.change({ from: "a" }, { delayMs: [5, 5] });
    expect(links.of("a", "b").loss).toBe(1);
    links.reset();
    expect(links.of("a", "b")).toEqual({ ...GOOD_LINK, loss: 0.5 });
  });

  test("can be changed by the ids of nodes", () => {
    const links = new LinkQualities({});
    links.change({ from: "1", to: "2" }, { loss: 1 });
    expect(links.of("n1", "n2").loss).toBe(1);
    expect(links.of("n2", "n1").loss).toBe(0);
  });

  test("leave a good link as it is", () => {
    new LinkQualities({ loss: 1 }).change({}, { reorder: 1 });
    expect(GOOD_LINK).toEqual({ delayMs: [0.2, 2], loss: 0, duplicate: 0, reorder: 0 });
  });
});
