/**
 * Makes a list shorter while it still shows the same failure: delta debugging (Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002, the algorithm `ddmin`).
 *
 * It tries to leave out big pieces first and smaller ones later. What comes out is minimal in the
 * sense that no single item can be left out, unless the runs were used up before that was known.
 */

/** Whether the failure is still there. It has to say the same for the same list. */
export type StillFails<T> = (items: readonly T[]) => Promise<boolean>;

/** How many runs may still be made; shared between all that shrinks. */
export interface RunBudget {
  left: number;
}

/**
 * Returns a part of `items`, in their order, that still fails; `items` itself if nothing can go.
 */
export async function shrinkList<T>(
  items: readonly T[],
  stillFails: StillFails<T>,
  budget: RunBudget,
): Promise<readonly T[]> {
  let kept = items;
  if (kept.length > 0 && (await tryRun([], stillFails, budget))) return [];
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = nextSize(size)) {
    const before = kept.length;
    for (let from = 0; from < kept.length && budget.left > 0; ) {
      const rest = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await tryRun(rest, stillFails, budget)) kept = rest;
      else from += size;
    }
    // What has gone since an item was tried may be what it was needed for: from the start again.
    if (size === 1 && kept.length === before) break;
  }
  return kept;
}

function nextSize(size: number): number {
  return Math.max(1, Math.floor(size / 2));
}

async function tryRun<T>(
  items: readonly T[],
  stillFails: StillFails<T>,
  budget: RunBudget,
): Promise<boolean> {
  if (budget.left <= 0) return false;
  budget.left -= 1;
  return stillFails(items);
}
