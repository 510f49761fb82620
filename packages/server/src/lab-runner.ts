/**
 * Runs the lab's code: makes its storage and its server, starts them, and stops them.
 *
 * This is where unwritten code is met. A storage that is not written yet is no reason not to run:
 * the server listens, and answers every raw call with the sentence that names the missing function.
 * So a student can talk to the server from the first day, and see it grow.
 */

import type { Engine, EngineOpener, EngineUsage } from "@tinykv/engine";
import { NotImplementedError, TinyKvError } from "@tinykv/runtime";
import { MESSAGE_BYTES_MAX } from "@tinykv/runtime/net";
import { Server, type StandaloneConfig, StandaloneStorage, type Storage } from "@tinykv/standalone";
import { BoundedStorage } from "./bounded-storage.ts";
import type { RawApi } from "./raw-calls.ts";

/** The two things that a server needs from lab standalone. */
export interface Lab {
  storage(config: StandaloneConfig): Storage;
  api(storage: Storage): RawApi;
}

/** The lab as the module system finds it: the code in `labs/`, or the reference solution's. */
const standaloneLab: Lab = {
  storage: (config) => new StandaloneStorage(config),
  api: (storage) => new Server(storage),
};

/** The lab code of one server, from before its start to after its end. */
export class LabRunner {
  readonly #lab: Lab;
  readonly #engines: RememberingOpener;
  readonly #path: string;
  #storage: Storage | undefined;
  #api: RawApi | undefined;
  /** Why there is no one to answer calls, while there is not. */
  #refusal: Error = new TinyKvError("server/starting", "the storage is not open yet, so try again");

  constructor(options: { engines: EngineOpener; path: string; lab?: Lab | undefined }) {
    this.#lab = options.lab ?? standaloneLab;
    this.#engines = new RememberingOpener(options.engines);
    this.#path = options.path;
  }

  /** Who answers raw calls. Throws what the client should be told if nobody does. */
  readonly api = (): RawApi => {
    if (this.#api === undefined) throw this.#refusal;
    return this.#api;
  };

  /** What is open in the engine. */
  readonly usage = (): EngineUsage => this.#engines.usage();

  /**
   * Opens the storage.
   *
   * @returns the gap that keeps it from running, if the lab is not written yet
   * @throws whatever opening the storage throws (`engine/locked`, …)
   */
  async start(): Promise<NotImplementedError | undefined> {
    try {
      const config = { engines: this.#engines, path: this.#path };
      this.#storage = new BoundedStorage(this.#lab.storage(config), MESSAGE_BYTES_MAX);
      await this.#storage.start();
      this.#api = this.#lab.api(this.#storage);
      return undefined;
    } catch (error) {
      if (!(error instanceof NotImplementedError)) throw error;
      this.#refusal = error;
      return error;
    }
  }

  /**
   * Closes the storage. Rejects with what its `stop` throws, but the engine is closed all the same:
   * the next start must find a folder that nobody holds.
   */
  async stop(): Promise<void> {
    this.#api = undefined;
    this.#refusal = new TinyKvError("server/stopping", "the server is stopping");
    try {
      await this.#storage?.stop();
    } finally {
      await this.#engines.close();
    }
  }
}

/** Remembers the engine it opened, to look at it and to close it if the lab's code does not. */
class RememberingOpener implements EngineOpener {
  readonly #inner: EngineOpener;
  readonly #opened: Engine[] = [];

  constructor(inner: EngineOpener) {
    this.#inner = inner;
  }

  async open(path: string): Promise<Engine> {
    const engine = await this.#inner.open(path);
    this.#opened.push(engine);
    return engine;
  }

  usage(): EngineUsage {
    let openReadViews = 0;
    let openIterators = 0;
    for (const engine of this.#opened) {
      const usage = engine.usage();
      openReadViews += usage.openReadViews;
      openIterators += usage.openIterators;
    }
    return { openReadViews, openIterators };
  }

  async close(): Promise<void> {
    for (const engine of this.#opened) await engine.close();
  }
}
