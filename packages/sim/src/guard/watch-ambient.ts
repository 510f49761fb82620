/**
 * Who asks the machine for time, chance or a timer, and where: what a program in a world must not
 * do.
 *
 * The calls work as always. Watches may overlap: the wrappers are put on by the first of them and
 * taken off by the last. Not seen are functions that somebody took before the watch began, and
 * `node:timers`. Real input and output is not seen either; the world itself finds that
 * (`sim/outside-step`).
 */

import { patchAmbient } from "./ambient-patches.ts";
import { callerPlace } from "./caller-place.ts";

/** What was called in one place of the program. */
export interface AmbientCall {
  /** Such as `Math.random` or `new Date()`. */
  readonly name: string;
  /** `path:line:column`. */
  readonly place: string;
  readonly count: number;
  /** The position, as the watch was told, of its first and of its last call. */
  readonly first: number;
  readonly last: number;
}

/** A watch that goes on until it is ended. */
export interface AmbientWatch {
  /** False if built-ins are frozen, as lab code finds them: then nothing is ever seen. */
  readonly isAvailable: boolean;
  /** What was seen so far: one for each name and place, in the order of their first calls. */
  calls(): AmbientCall[];
  /** Takes the wrappers off. Ending twice does nothing. */
  end(): void;
}

/** What is to be told of each call. */
type Watcher = (name: string) => void;

const GUARD_FOLDER = new URL(".", import.meta.url).href;

const watchers = new Set<Watcher>();
let takeOff: (() => void) | undefined;

/**
 * Begins to watch.
 *
 * @param isWatched asked at each call: false if this one does not count
 * @param positionOf where the program is, for `first` and `last`
 */
export function watchAmbient(
  isWatched: () => boolean,
  positionOf: () => number = () => 0,
): AmbientWatch {
  const seen = new Map<string, AmbientCall>();
  const watcher: Watcher = (name) => {
    if (!isWatched()) return;
    const place = callerPlace([GUARD_FOLDER]);
    const key = `${name} ${place}`;
    const last = positionOf();
    const { count, first } = seen.get(key) ?? { count: 0, first: last };
    seen.set(key, { name, place, count: count + 1, first, last });
  };
  return {
    isAvailable: begin(watcher),
    calls: () => [...seen.values()],
    end: () => end(watcher),
  };
}

/** Returns false if built-ins are frozen. */
function begin(watcher: Watcher): boolean {
  takeOff ??= patchAmbient((name) => {
    for (const each of watchers) each(name);
  });
  if (takeOff === undefined) return false;
  watchers.add(watcher);
  return true;
}

function end(watcher: Watcher): void {
  watchers.delete(watcher);
  if (watchers.size > 0) return;
  takeOff?.();
  takeOff = undefined;
}
