/**
 * The commands of the stories in `testdata`, and what each of them shows.
 *
 * A command that does something shows the nodes that it changed. Nothing is shown that two right
 * implementations may do differently: no messages, no votes, no counts of anything sent.
 */

import { ConfChange, ConfChangeType, type PeerId } from "@tinykv/proto";
import type { Random } from "@tinykv/runtime";
import { Cluster } from "./cluster.ts";
import { ClusterNode, ELECTION_TICK, type NewRawNode, StoryError } from "./cluster-node.ts";

type Command = (words: readonly string[]) => string[];

/** The longest election timeout there is, in ticks. */
const TIMEOUT_MAX = 2 * ELECTION_TICK - 1;

/** A cluster that does what it is told. */
export class Story {
  readonly #cluster = new Cluster();
  readonly #newRawNode: NewRawNode;
  readonly #random: Random;
  /** How each node looked when it was last shown. */
  readonly #shown = new Map<PeerId, string>();

  constructor(newRawNode: NewRawNode, random: Random) {
    this.#newRawNode = newRawNode;
    this.#random = random;
  }

  /** Does one command and returns the lines that it shows. */
  run(line: string): string[] {
    const [name = "", ...words] = line.split(" ");
    const command = Object.hasOwn(this.#commands, name) ? this.#commands[name] : undefined;
    if (command === undefined) throw new StoryError(`there is no command "${name}"`);
    return command(words);
  }

  readonly #commands: Readonly<Record<string, Command>> = {
    nodes: (words) => this.#nodes(words),
    join: ([id]) => this.#join(idOf(id)),
    campaign: ([id]) => this.#act(idOf(id), ({ rawNode }) => rawNode.campaign()),
    timeout: ([id]) => this.#act(idOf(id), timeOut),
    tick: ([id, count = "1"]) => this.#act(idOf(id), (node) => tick(node, Number(count))),
    heartbeats: ([id, rounds]) => this.#do(() => this.#beat(idOf(id), Number(rounds))),
    propose: ([id, ...data]) =>
      this.#act(idOf(id), ({ rawNode }) => rawNode.propose(Buffer.from(data.join(" ")))),
    transfer: ([id, target]) =>
      this.#act(idOf(id), ({ rawNode }) => rawNode.transferLeader(idOf(target))),
    add: ([id, member]) => this.#change(idOf(id), ConfChangeType.AddNode, idOf(member)),
    remove: ([id, member]) => this.#change(idOf(id), ConfChangeType.RemoveNode, idOf(member)),
    snapshot: ([id]) => this.#act(idOf(id), (node) => node.compact()),
    start: ([id]) => this.#act(idOf(id), (node) => node.start()),
    stop: ([id]) => this.#do(() => this.#cluster.stop(idOf(id))),
    deliver: (words) => this.#deliver(words),
    cut: ([a, b]) => this.#do(() => this.#cluster.cut(idOf(a), idOf(b))),
    isolate: ([id]) => this.#isolate(idOf(id)),
    heal: () => this.#do(() => this.#cluster.heal()),
    status: () => this.#each((node) => node.status()),
    log: () => this.#each((node) => node.log()),
    members: () => this.#each((node) => node.members()),
    applied: () => this.#each(({ id, commands }) => `${id} ${commands.join(", ") || "nothing"}`),
  };

  /** `nodes 1 2 3`, or `nodes 1 2 3 behind 5`. */
  #nodes(words: readonly string[]): string[] {
    const at = words.indexOf("behind");
    const peers = (at < 0 ? words : words.slice(0, at)).map(idOf);
    return this.#do(() => {
      for (const id of peers) {
        const node = this.#make(id, peers);
        if (at >= 0) node.beginBehind(Number(words[at + 1]));
        node.start();
      }
    });
  }

  /** A machine that knows nothing and nobody. */
  #join(id: PeerId): string[] {
    return this.#do(() => this.#make(id, []).start());
  }

  #make(id: PeerId, peers: readonly PeerId[]): ClusterNode {
    const random = this.#random.fork(`node ${id}`);
    const node = new ClusterNode(this.#newRawNode, { id, peers, random });
    this.#cluster.add(node);
    return node;
  }

  #change(id: PeerId, changeType: ConfChangeType, nodeId: PeerId): string[] {
    const change = ConfChange.fromPartial({ changeType, nodeId });
    return this.#act(id, ({ rawNode }) => rawNode.proposeConfChange(change));
  }

  #deliver([from, to]: readonly string[]): string[] {
    if (from === undefined) return this.#do(() => this.#cluster.deliver());
    return this.#do(() => this.#cluster.deliverFrom(idOf(from), idOf(to)));
  }

  /** Rounds of heartbeats: how many messages it takes to catch up may differ, the end may not. */
  #beat(id: PeerId, rounds: number): void {
    for (let round = 0; round < rounds; round += 1) {
      this.#cluster.act(id, (node) => tick(node, 1));
      this.#cluster.deliver();
    }
  }

  #isolate(id: PeerId): string[] {
    return this.#do(() => {
      for (const other of this.#cluster.ids) if (other !== id) this.#cluster.cut(id, other);
    });
  }

  #act(id: PeerId, action: (node: ClusterNode) => void): string[] {
    const isTaken = this.#cluster.act(id, action);
    return isTaken ? this.#changes() : ["dropped"];
  }

  #do(action: () => void): string[] {
    action();
    return this.#changes();
  }

  /** The nodes that look different from when they were last shown. */
  #changes(): string[] {
    const lines: string[] = [];
    for (const node of this.#cluster.nodes) {
      const line = node.status();
      if (this.#shown.get(node.id) !== line) lines.push(line);
      this.#shown.set(node.id, line);
    }
    return lines.length === 0 ? ["no change"] : lines;
  }

  #each(show: (node: ClusterNode) => string): string[] {
    return this.#cluster.nodes.filter(({ isRunning }) => isRunning).map(show);
  }
}

function idOf(word: string | undefined): PeerId {
  const id = Number(word);
  if (!Number.isSafeInteger(id) || id < 1) throw new StoryError(`"${word}" is no node`);
  return id;
}

function tick({ rawNode }: ClusterNode, count: number): void {
  for (let at = 0; at < count; at += 1) rawNode.tick();
}

/** Lets time go on at one node, until it campaigns and not longer. */
function timeOut({ id, rawNode }: ClusterNode): void {
  const { term } = rawNode.raft;
  for (let at = 0; at < TIMEOUT_MAX && rawNode.raft.term === term; at += 1) rawNode.tick();
  if (rawNode.raft.term === term) {
    throw new StoryError(`node ${id} does not campaign within ${TIMEOUT_MAX} ticks`);
  }
}
