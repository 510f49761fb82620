/**
 * Tells when files have changed, for `lab test --watch`. Folders are watched and not files, because
 * many editors write a new file and rename it over the old one.
 */

import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** An editor touches a file several times for one save. */
const DEBOUNCE_MS = 100;

/** A running watch. */
export interface FileWatch {
  /** Resolves after the next change, once things have been quiet for a moment. */
  next(): Promise<void>;
  close(): void;
}

/** Watches files, given by absolute paths. */
export function watchFiles(files: readonly string[]): FileWatch {
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const resolved = waiting;
      waiting = [];
      for (const resolve of resolved) resolve();
    }, DEBOUNCE_MS);
  };
  const folders = new Set(files.map((file) => dirname(file)));
  const watchers: FSWatcher[] = [...folders].map((folder) => {
    const names = new Set(files.filter((f) => dirname(f) === folder).map((f) => basename(f)));
    return watch(folder, (_event, name) => {
      // Some systems do not say which file it was.
      if (name === null || names.has(name)) changed();
    });
  });
  return {
    next: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
