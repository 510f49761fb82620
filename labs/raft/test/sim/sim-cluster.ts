/**
 * A whole cluster in one world: machines, clients, faults, and the promises that are looked at
 * after every step. `runPlan` makes one run out of a plan and says how it ended.
 *
 * First comes the storm: clients work while the schedule breaks things. Then everything is mended,
 * and within a bounded time the group has to be well again: one leader, everybody's log as long as
 * the leader's and applied to its end, every client answered. What the clients saw has to be
 * linearizable.
 */

import type { KeyValueInput, KeyValueOutput } from "@tinykv/checker/core";
import { checkLinearizability, keyValueModel } from "@tinykv/checker/core";
import { CheckFailure } from "@tinykv/lab-kit";
import { RaftInvariants } from "@tinykv/lab-kit/raft-invariants";
import { ConfChange, ConfChangeType, Message, type PeerId } from "@tinykv/proto";
import {
  type AskFault,
  type Codec,
  calm,
  HistoryRecorder,
  nodeName,
  playSchedule,
  type Schedule,
  SimDevice,
  SimNetwork,
  SimProcess,
  type TraceOptions,
  type Verdict,
  World,
  type WorldFailure,
} from "@tinykv/sim";
import type { Raft, RaftConfig, RawNode } from "../../src/index.ts";
import { messageText } from "../message-text.ts";
import { type ClientMessage, clientCodec } from "./client-messages.ts";
import type { ClusterPlan } from "./cluster-plan.ts";
import { CoreDriver } from "./core-driver.ts";
import type { DriverConfig, NodeDriver } from "./driver.ts";
import { GroupHealth } from "./group-health.ts";
import { RawDriver } from "./raw-driver.ts";
import { SimClient } from "./sim-client.ts";
import { type NodeCounts, type NodeLife, SimNode } from "./sim-node.ts";

/** The lab under test, as far as a cluster needs it. */
export interface RaftLabCode {
  newRaft(config: RaftConfig): Raft;
  newRawNode(config: RaftConfig): RawNode;
}

/** How a run ended, and what it was about. */
export interface ClusterOutcome {
  readonly failure?: WorldFailure;
  /** The name of the failure, for shrinking. */
  readonly name?: string;
  readonly steps: number;
  readonly timeMs: number;
  readonly counts: ClusterCounts;
}

/** What a run contained. */
export interface ClusterCounts extends Readonly<NodeCounts> {
  readonly messages: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
  readonly elections: number;
  readonly crashes: number;
  readonly transfersAsked: number;
  readonly answered: number;
  readonly unanswered: number;
}

/** How long a mended group may take: twenty of its longest election timeouts. */
const SETTLE_MS = 20_000;
/** Steps of one run, and more for each operation; a right group of seven needs a tenth of it. */
const STEPS_MAX = 30_000;
const STEPS_EACH_MAX = 500;
/** How often it is looked whether a group is well, in virtual milliseconds. */
const LOOK_MS = 50;
/** A machine that ended itself, because its disk failed, is started again after this. */
const RESTART_MS = 500;
/** Removed machines are switched off after this. */
const SWITCH_OFF_MS = 1000;
/** A group is not made smaller than this. */
const MEMBERS_MIN = 2;

const messageCodec: Codec<Buffer, Buffer> = {
  encode: (bytes) => bytes,
  decode: (bytes) => bytes,
  describe: (bytes) => messageText(Message.decode(bytes)),
};

/** Makes the run of a plan. */
export function runPlan(
  lab: RaftLabCode,
  plan: ClusterPlan,
  trace: TraceOptions = {},
): Promise<ClusterOutcome> {
  return new SimCluster(lab, plan, trace).run();
}

class SimCluster {
  readonly #plan: ClusterPlan;
  /** The faults, and what mends them all at the end of the storm. */
  readonly #schedule: Schedule;
  readonly #budget: { readonly stepsMax: number; readonly eventsMax: number };
  readonly #world: World;
  readonly #peers: SimNetwork<Buffer>;
  readonly #clientNetwork: SimNetwork<ClientMessage>;
  readonly #nodes: SimNode[] = [];
  readonly #processes = new Map<string, SimProcess>();
  readonly #devices = new Map<string, SimDevice>();
  readonly #clients: SimClient[] = [];
  readonly #health = new GroupHealth(this.#nodes, this.#clients);
  readonly #history = new HistoryRecorder<KeyValueInput, KeyValueOutput>();
  readonly #invariants: RaftInvariants;
  readonly #removed = new Set<PeerId>();
  readonly #added = new Set<PeerId>();
  readonly #counts = { snapshotsMade: 0, snapshotsRestored: 0, applied: 0, membersChanged: 0 };
  #transfersAsked = 0;

  constructor(lab: RaftLabCode, plan: ClusterPlan, trace: TraceOptions) {
    this.#plan = plan;
    const nodes = Array.from({ length: plan.nodes + plan.joiners }, (_, at) => nodeName(at + 1));
    // Not part of the plan, so that nobody can take out what mends.
    this.#schedule = [...plan.schedule, ...calm({ nodes, stormMs: plan.timeMs })];
    const stepsMax = STEPS_MAX + STEPS_EACH_MAX * plan.operations.length;
    this.#budget = { stepsMax, eventsMax: 2 * stepsMax };
    const world = new World({ seed: plan.seed, trace });
    this.#world = world;
    this.#peers = new SimNetwork<Buffer>(world, { codec: messageCodec, ...plan.link });
    this.#clientNetwork = new SimNetwork<ClientMessage>(world, {
      codec: clientCodec,
      name: "clients",
    });
    this.#invariants = new RaftInvariants(({ name, reason }) => world.fail(name, reason));
    this.#addNodes(lab);
    this.#addClients();
  }

  async run(): Promise<ClusterOutcome> {
    const world = this.#world;
    for (const process of this.#processes.values()) process.start();
    for (const client of this.#clients) client.start();
    playSchedule(this.#schedule, {
      world,
      processes: this.#processes,
      devices: this.#devices,
      network: this.#peers,
      onAsk: (ask) => this.#onAsk(ask),
    });
    const storm = await world.run({ ...this.#budget, untilMs: this.#plan.timeMs });
    return this.#outcome(storm.kind === "done" ? await this.#settle() : storm);
  }

  #addNodes(lab: RaftLabCode): void {
    const { nodes, joiners, writeMs, compactAfter, driver } = this.#plan;
    const newDriver = (config: DriverConfig): NodeDriver =>
      driver === "core"
        ? new CoreDriver((raft) => lab.newRaft(raft), config)
        : new RawDriver((raft) => lab.newRawNode(raft), config);
    const members = Array.from({ length: nodes }, (_, at) => at + 1);
    for (let id = 1; id <= nodes + joiners; id += 1) {
      const device = new SimDevice(this.#world, id, { writeMs });
      const node = new SimNode(id, device, {
        newDriver,
        peers: this.#peers,
        clients: this.#clientNetwork,
        invariants: this.#invariants,
        counts: this.#counts,
        compactAfter,
        isWrittenAtOnce: driver === "core",
        onRemoved: (removed) => this.#switchOff(removed),
      });
      if (id <= nodes) node.bootstrap(members);
      this.#nodes.push(node);
      this.#devices.set(nodeName(id), device);
      this.#processes.set(nodeName(id), this.#newProcess(node));
    }
  }

  #newProcess(node: SimNode): SimProcess {
    const process: SimProcess = new SimProcess(this.#world, node.id, (context) => {
      if (this.#removed.has(node.id)) return;
      context.life.onEnd(() => this.#restartLater(process));
      node.main(context);
    });
    return process;
  }

  /** A process that ended itself is started again; after a crash the schedule does it as well. */
  #restartLater(process: SimProcess): void {
    if (!this.#world.isInStep) return;
    this.#world.schedule(RESTART_MS * 1000, {
      kind: "run",
      node: process.node,
      detail: "is started again, unless it runs",
      run: () => {
        if (!this.#removed.has(Number(process.id)) && !this.#isCrashed(process)) process.start();
      },
    });
  }

  /** Whether the schedule has it down: then only the schedule starts it. */
  #isCrashed(process: SimProcess): boolean {
    const last = this.#schedule.findLast(
      (step) =>
        (step.do === "crash" || step.do === "start") &&
        step.node === process.node &&
        step.at <= this.#world.nowMs,
    );
    return last?.do === "crash";
  }

  #addClients(): void {
    const { operations, thinkMs: thinkMsMax } = this.#plan;
    const numbers = [...new Set(operations.map(({ client }) => client))].sort((a, b) => a - b);
    for (const client of numbers) {
      const inputs = operations.filter((one) => one.client === client).map(({ input }) => input);
      this.#clients.push(
        new SimClient(this.#world, {
          ...{ client, inputs, thinkMsMax },
          servers: () => this.#members().map(({ id }) => id),
          network: this.#clientNetwork,
          history: this.#history,
        }),
      );
    }
  }

  /** Machines that are members, as far as they were told, and have not been removed. */
  #members(): SimNode[] {
    const { nodes } = this.#plan;
    return this.#nodes.filter(
      ({ id }) => !this.#removed.has(id) && (id <= nodes || this.#added.has(id)),
    );
  }

  #onAsk({ what, node }: AskFault): unknown {
    const leader = this.#health.leader();
    const id = Number(node.slice(1));
    if (what === "stand") return this.#nodes[id - 1]?.life?.do((driver) => driver.campaign());
    if (leader === undefined || this.#removed.has(id)) return undefined;
    const isMember = leader.members.includes(id);
    if (what === "lead") {
      this.#transfersAsked += 1;
      return leader.do((driver) => driver.transferLeader(id));
    }
    if (what === "leave" && isMember && leader.members.length > MEMBERS_MIN) {
      return this.#changeMembers(leader, ConfChangeType.RemoveNode, id);
    }
    if (what === "join" && !isMember) {
      return this.#changeMembers(leader, ConfChangeType.AddNode, id);
    }
    return undefined;
  }

  #changeMembers(leader: NodeLife, changeType: ConfChangeType, nodeId: PeerId): unknown {
    return leader.do((driver) => {
      const isTaken = driver.proposeConfChange(ConfChange.fromPartial({ changeType, nodeId }));
      if (isTaken && changeType === ConfChangeType.AddNode) this.#added.add(nodeId);
    });
  }

  /** As a store does with a peer that is no member any more. Ids are never used again. */
  #switchOff(id: PeerId): void {
    if (this.#removed.has(id)) return;
    this.#removed.add(id);
    this.#world.schedule(SWITCH_OFF_MS * 1000, {
      kind: "run",
      node: nodeName(id),
      detail: "is switched off: it is no member any more",
      run: () => this.#processes.get(nodeName(id))?.crash(),
    });
  }

  /** After the storm: the group has to get well, and then the history is looked at. */
  async #settle(): Promise<Verdict> {
    const world = this.#world;
    let nextLookMs = world.nowMs;
    const until = (): boolean => {
      if (world.nowMs < nextLookMs) return false;
      nextLookMs = world.nowMs + LOOK_MS;
      return this.#health.whatIsWrong() === undefined;
    };
    const verdict = await world.run({ ...this.#budget, until, untilMs: world.nowMs + SETTLE_MS });
    if (verdict.kind !== "done") return verdict;
    const wrong = this.#health.whatIsWrong();
    if (wrong !== undefined) {
      world.fail(
        "liveness after heal",
        `${SETTLE_MS / 1000} s after everything was mended, ${wrong}`,
      );
      return world.run();
    }
    const report = checkLinearizability(keyValueModel, this.#history.operations as never);
    if (report.verdict === "ok") return verdict;
    world.fail(report.verdict === "unknown" ? "sim/unknown" : "linearizability", report.text);
    return world.run();
  }

  #outcome(verdict: Verdict): ClusterOutcome {
    const { steps, timeMs } = verdict;
    const { sent, lost, duplicated, reordered } = this.#peers.counts;
    const { ok, unknown } = this.#history.counts();
    const lives = [...this.#processes.values()].map((process) => process.lives - 1);
    const counts = {
      ...this.#counts,
      ...{ messages: sent, lost, duplicated, reordered },
      elections: this.#invariants.elections,
      crashes: lives.reduce((sum, count) => sum + Math.max(0, count), 0),
      transfersAsked: this.#transfersAsked,
      ...{ answered: ok, unanswered: unknown },
    };
    const base = { steps, timeMs, counts };
    if (verdict.kind === "done") return base;
    const failure = failureOf(this.#world, verdict);
    return { ...base, failure, name: failure.facts.name };
  }
}

function failureOf(world: World, verdict: Exclude<Verdict, { kind: "done" }>): WorldFailure {
  if (verdict.kind === "unknown") {
    const seconds = (verdict.timeMs / 1000).toFixed(1);
    const steps = `${verdict.steps} steps in ${seconds} s of virtual time`;
    const remedy = "do nodes answer each other without end?";
    world.fail("message storm", `${steps}, and a right group needs a tenth of that; ${remedy}`);
  } else if (verdict.kind === "deadlock") world.fail("sim/deadlock", "nothing can happen any more");
  if (world.failure === undefined) throw new CheckFailure("a run failed without a failure");
  return world.failure;
}
