/** Tests of cuts: groups cut both ways, single cuts one way, and healing mends both. */

import { describe, expect, test } from "@jest/globals";
import { Partitions } from "./partitions.ts";

/** The pairs of these nodes that are cut, as `a>b`. */
function cutsAmong(partitions: Partitions, nodes: readonly (string | number)[]): string[] {
  const pairs = nodes.flatMap((from) => nodes.map((to) => ({ from, to })));
  return pairs
    .filter(({ from, to }) => partitions.isCut(from, to))
    .map(({ from, to }) => `${from}>${to}`);
}

describe("Partitions", () => {
  test("cut nothing at first", () => {
    expect(cutsAmong(new Partitions(), ["a", "b"])).toEqual([]);
  });

  test("cut between groups both ways, and not within them", () => {
    const partitions = new Partitions();
    partitions.split([["a", "b"], ["c"]]);
    expect(cutsAmong(partitions, ["a", "b", "c"])).toEqual(["a>c", "b>c", "c>a", "c>b"]);
  });

  test("leave alone whoever is in no group", () => {
    const partitions = new Partitions();
    partitions.split([["a"], ["b"]]);
    expect(cutsAmong(partitions, ["a", "b", "client"])).toEqual(["a>b", "b>a"]);
  });

  test("know as many groups as there are", () => {
    const partitions = new Partitions();
    partitions.split([["a"], ["b"], ["c"]]);
    expect(cutsAmong(partitions, ["a", "b", "c"])).toHaveLength(6);
  });

  test("have new groups in place of those before", () => {
    const partitions = new Partitions();
    partitions.split([["a"], ["b"], ["c"]]);
    partitions.split([["a", "c"], ["b"]]);
    expect(cutsAmong(partitions, ["a", "b", "c"])).toEqual(["a>b", "b>a", "b>c", "c>b"]);
    partitions.split([]);
    expect(cutsAmong(partitions, ["a", "b", "c"])).toEqual([]);
  });

  test("cut one direction, and leave the other", () => {
    const partitions = new Partitions();
    partitions.cut("a", "b");
    expect(cutsAmong(partitions, ["a", "b", "c"])).toEqual(["a>b"]);
  });

  test("keep single cuts when groups change", () => {
    const partitions = new Partitions();
    partitions.cut("a", "b");
    partitions.split([["a", "b"], ["c"]]);
    partitions.split([]);
    expect(cutsAmong(partitions, ["a", "b", "c"])).toEqual(["a>b"]);
  });

  test("are all mended by healing", () => {
    const partitions = new Partitions();
    partitions.cut("a", "b");
    partitions.split([["a"], ["b", "c"]]);
    partitions.heal();
    expect(cutsAmong(partitions, ["a", "b", "c"])).toEqual([]);
  });

  test("take the id of a node for its name", () => {
    const partitions = new Partitions();
    partitions.split([[1, "2"], ["n3"]]);
    partitions.cut(1, "n2");
    const cuts = ["n1>n2", "n1>n3", "n2>n3", "n3>n1", "n3>n2"];
    expect(cutsAmong(partitions, ["n1", "n2", "n3"])).toEqual(cuts);
    expect(partitions.isCut(3, 1)).toBe(true);
    expect(partitions.isCut(2, 1)).toBe(false);
  });
});
