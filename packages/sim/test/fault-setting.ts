/** A small world that faults can be put into, for tests of schedules. */

import { expect } from "@jest/globals";
import {
  type AskFault,
  type FaultStep,
  type FaultTargets,
  type ProcessContext,
  playSchedule,
  SimDevice,
  SimNetwork,
  SimProcess,
  World,
} from "../src/index.ts";

/** Three processes with their disks, on one network. */
export class FaultSetting {
  readonly lines: string[] = [];
  readonly world = new World({ seed: 1, trace: { sinks: [(line) => void this.lines.push(line)] } });
  readonly network = new SimNetwork<string>(this.world, { delayMs: [1, 1] });
  readonly processes = new Map<string, SimProcess>();
  readonly devices = new Map<string, SimDevice>();
  readonly contexts = new Map<string, ProcessContext>();
  readonly asks: AskFault[] = [];

  constructor() {
    for (const id of [1, 2, 3]) {
      const process = new SimProcess(this.world, id, (context) => {
        this.contexts.set(process.node, context);
      });
      process.start();
      this.processes.set(process.node, process);
      this.devices.set(process.node, new SimDevice(this.world, id, { writeMs: [1, 1] }));
    }
  }

  /** What faults can be put into here. */
  get targets(): FaultTargets {
    const { world, network, processes, devices } = this;
    return { world, network, processes, devices };
  }

  play(...schedule: FaultStep[]): void {
    const onAsk = (ask: AskFault): unknown => this.asks.push(ask);
    playSchedule(schedule, { ...this.targets, onAsk });
  }

  process(node: string): SimProcess {
    return found(this.processes.get(node));
  }

  /** Runs until some moment, and up to its end. */
  async until(ms: number): Promise<void> {
    expect((await this.world.run({ untilMs: ms })).kind).toBe("done");
  }

  /** How a write to the disk of a node ends, and how long it takes. */
  async write(node: string): Promise<string> {
    const { life } = found(this.contexts.get(node));
    return this.world.play("a write", async () => {
      const startMs = this.world.nowMs;
      const end = found(this.devices.get(node)).write(life, () => undefined);
      const code = await end.then(
        () => "ok",
        (error: unknown) => String(Reflect.get(Object(error), "code")),
      );
      return `${code} after ${this.world.nowMs - startMs} ms`;
    });
  }
}

/** What has to be there. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a setting has all that it is asked for");
  return value;
}
