/** The three kinds of thrown errors: what they say, and what they can be told apart by. */

import { describe, expect, test } from "@jest/globals";
import { InvariantError, invariant, NotImplementedError, TinyKvError, todo } from "./errors.ts";
import { takeReachedGaps } from "./gaps.ts";

describe("TinyKvError", () => {
  test("says its code first, and keeps it apart", () => {
    const error = new TinyKvError("engine/closed", "the engine is closed");
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe("TinyKvError");
    expect(error.code).toBe("engine/closed");
    expect(error.message).toBe("engine/closed: the engine is closed");
  });

  test("is definite and not deterministic, unless it says otherwise", () => {
    expect(new TinyKvError("a/b", "c")).toMatchObject({ definite: true, deterministic: false });
    const options = { definite: false, deterministic: true };
    expect(new TinyKvError("a/b", "c", options)).toMatchObject(options);
  });

  test("has a cause only if it was given one", () => {
    const cause = new Error("below");
    expect(new TinyKvError("a/b", "c", { cause }).cause).toBe(cause);
    expect("cause" in new TinyKvError("a/b", "c")).toBe(false);
    expect("cause" in new TinyKvError("a/b", "c", { cause: undefined })).toBe(true);
  });
});

describe("invariant()", () => {
  test("does nothing while the condition holds", () => {
    expect(() => invariant(1 + 1 === 2, "math/broken")).not.toThrow();
  });

  test("throws the code and the values that contradict each other", () => {
    const broken = (): void => invariant(false, "raft/term", { term: 3, last: 4n });
    expect(broken).toThrow(new InvariantError("raft/term", { term: 3, last: 4n }));
    expect(broken).toThrow("raft/term term=3 last=4");
  });

  test("throws something that is not an operating error", () => {
    const error = new InvariantError("raft/term");
    expect(error).toMatchObject({ name: "InvariantError", code: "raft/term", details: {} });
    expect(error).not.toBeInstanceOf(TinyKvError);
  });
});

describe("todo()", () => {
  test("throws what is missing, and for which label", () => {
    const reach = (): never => todo("2AA", "Raft.step");
    expect(reach).toThrow(NotImplementedError);
    expect(reach).toThrow("lab/not-written: Raft.step is not written yet (label 2AA)");
    takeReachedGaps();
  });

  test("is remembered even if somebody catches it", () => {
    takeReachedGaps();
    for (const what of ["Raft.step", "Raft.tick"]) {
      try {
        todo("2AA", what);
      } catch (error) {
        expect(error).toMatchObject({ code: "lab/not-written", label: "2AA", what });
      }
    }
    expect(takeReachedGaps()).toEqual([
      { label: "2AA", what: "Raft.step" },
      { label: "2AA", what: "Raft.tick" },
    ]);
  });
});
