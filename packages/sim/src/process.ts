/**
 * A process of the world: it starts, stops, crashes, starts again, stands still and goes on.
 *
 * What it does is a `main` function, called once per life with the seams of that life. What stays
 * over a crash (a disk) is made outside and only used by `main`.
 */

import type { Clock, Exit, Random } from "@tinykv/runtime";
import { Incarnation, never } from "./incarnation.ts";
import { type NodeId, nodeName } from "./node-id.ts";
import { type ClockFault, ProcessClock, ProcessTime } from "./process-clock.ts";
import type { TraceDetail } from "./trace.ts";
import type { World } from "./world.ts";

/** What one life of a process has. */
export interface ProcessContext {
  readonly world: World;
  readonly id: NodeId;
  readonly node: string;
  readonly life: Incarnation;
  readonly clock: Clock;
  /** Another stream in each life. */
  readonly random: Random;
  /** Ends this life. */
  readonly exit: Exit;
  /** Adds a line about this process to the trace. */
  note(text: TraceDetail): void;
}

/** Ends a process in an orderly way. */
export type StopProcess = () => Promise<void> | void;

/** Begins one life, and returns how to end it if there is anything to do for that. */
export type ProcessMain = (
  context: ProcessContext,
) => StopProcess | void | Promise<StopProcess | void>;

/** Whether a process is there. */
export type ProcessState = "stopped" | "running" | "paused";

/** One process. */
export class SimProcess {
  readonly id: NodeId;
  readonly node: string;
  readonly #world: World;
  readonly #main: ProcessMain;
  readonly #time: ProcessTime;
  readonly #random: Random;
  #lives = 0;
  #life: Incarnation | undefined;
  #stop: StopProcess | undefined;

  constructor(world: World, id: NodeId, main: ProcessMain) {
    this.id = id;
    this.node = nodeName(id);
    this.#world = world;
    this.#main = main;
    this.#time = new ProcessTime(world);
    this.#random = world.random(`process ${this.node}`);
  }

  get state(): ProcessState {
    if (this.#life === undefined) return "stopped";
    return this.#life.isPaused ? "paused" : "running";
  }

  /** The life that is going on. */
  get life(): Incarnation | undefined {
    return this.#life;
  }

  /** How many lives there were, this one included. */
  get lives(): number {
    return this.#lives;
  }

  /** Begins a life, in an event of its own; does nothing during one. */
  start(): void {
    if (this.#life !== undefined) return;
    this.#lives += 1;
    const life = new Incarnation(this.#world, this.#lives);
    this.#life = life;
    this.#stop = undefined;
    const detail = `#${life.number}`;
    const run = async (): Promise<void> => {
      const stop = await this.#main(this.#context(life));
      if (this.#life === life && stop !== undefined) this.#stop = stop;
    };
    this.#world.schedule(0, { kind: "start", node: this.node, detail, owner: life, run });
  }

  /** Ends the life that is going on, between one instruction and the next. */
  crash(): void {
    if (this.#life === undefined) return;
    this.#world.note("crash", this.node, `#${this.#life.number}`);
    this.#end(this.#life);
  }

  /** Asks it to stop, and resolves when it has; what it waits for meanwhile is part of stopping. */
  async stop(): Promise<void> {
    const life = this.#life;
    if (life === undefined) return;
    this.#world.note("stop", this.node, `#${life.number} begins`);
    const endWait = this.#world.beginWait(this.node, "its own orderly stop");
    const hasEnded = new Promise<void>((resolve) => life.onEnd(resolve));
    try {
      // A crash ends it as well, and then nothing comes of the orderly way any more.
      await Promise.race([this.#stop?.(), hasEnded]);
    } finally {
      endWait();
    }
    if (!life.isAlive) return;
    this.#world.note("stop", this.node, `#${life.number} has ended`);
    this.#end(life);
  }

  /** Crashes it, if it is running, and starts it. */
  restart(): void {
    this.crash();
    this.start();
  }

  /** Holds back everything that would happen in it, until it is resumed. */
  pause(): void {
    const life = this.#life;
    if (life === undefined || life.isPaused) return;
    this.#world.note("pause", this.node, `#${life.number}`);
    life.pause();
  }

  resume(): void {
    const life = this.#life;
    if (life === undefined || !life.isPaused) return;
    this.#world.note("resume", this.node, `#${life.number}, ${life.heldCount} events held`);
    life.resume();
  }

  /** Sets what its clock gets wrong, from now on. */
  setClock(fault: ClockFault): void {
    this.#time.set(fault);
  }

  #end(life: Incarnation): void {
    this.#life = undefined;
    this.#stop = undefined;
    life.end();
  }

  #context(life: Incarnation): ProcessContext {
    const { node, id } = this;
    const world = this.#world;
    return {
      ...{ world, id, node, life },
      clock: new ProcessClock(world, { time: this.#time, life, node }),
      random: this.#random.fork(`#${life.number}`),
      exit: (code) => {
        if (!life.isAlive) return;
        world.note("exit", node, `code ${code}`);
        this.#end(life);
      },
      note: (text) => {
        if (life.isAlive) world.note("note", node, text);
      },
    };
  }
}

/**
 * What `promise` brings, if `life` has not ended by then; otherwise nothing, ever.
 */
export async function whileAlive<T>(life: Incarnation, promise: Promise<T>): Promise<T> {
  try {
    const value = await promise;
    return life.isAlive ? value : await never<T>();
  } catch (error) {
    if (!life.isAlive) return never<T>();
    throw error;
  }
}
