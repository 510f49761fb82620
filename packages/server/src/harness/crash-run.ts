/**
 * The crash run: many callers put, the server is killed with SIGKILL in the middle, restarts on the
 * same folder, and everything that was acknowledged has to be there.
 *
 * Each caller has keys of its own and waits for each answer, so for every key the last acknowledged
 * version is known, and the last attempted one. After a crash a key must hold one of the versions
 * from the one to the other, whole: its value can be computed from key and version. The moments of
 * the kills are counts of acknowledged puts, drawn from a seed; no clock decides anything.
 */

import { seededRandom } from "@tinykv/runtime/real";
import { RawTestClient } from "./raw-client.ts";
import { type Labs, type ServerProcess, spawnServer } from "./server-process.ts";

const CFS = ["default", "write", "lock"] as const;

/** What to run. */
export interface CrashOptions {
  /** Puts to be acknowledged altogether. */
  readonly puts: number;
  /** Puts under way at the same time. */
  readonly callers: number;
  /** How often the server is killed. */
  readonly kills: number;
  /** Decides when. */
  readonly seed: number;
  /** The folder of the data. */
  readonly path: string;
  /** Whose lab code is tried. */
  readonly labs: Labs;
  /** Told about every stage. */
  readonly onProgress?: (line: string) => void;
}

/** What came of it. */
export interface CrashReport {
  readonly acknowledged: number;
  /** Puts that were under way when the server was killed. */
  readonly cutOff: number;
  /** Those of them that were found after the restart. */
  readonly cutOffButStored: number;
  /** The acknowledged puts after which the kills came. */
  readonly killedAt: readonly number[];
  /** What is wrong, one line each; empty if nothing is. */
  readonly problems: readonly string[];
}

/** Runs it. Whatever is wrong with the data is in the report; a server that fails is an error. */
export async function crashRun(options: CrashOptions): Promise<CrashReport> {
  const { puts, kills, onProgress = () => undefined } = options;
  const load = new CrashLoad(options.callers);
  const killedAt = killPoints(options);
  const args = ["--addr", "127.0.0.1:0", "--metrics-addr", "off", "--path", options.path];
  const start = (): Promise<ServerProcess> =>
    spawnServer([...args, "--loglevel", "error"], options.labs);

  for (const acknowledged of killedAt) {
    const server = await start();
    await load.verify(server.addr);
    await load.run(server.addr, acknowledged, () => server.kill("SIGKILL"));
    await server.exited;
    onProgress(`killed after ${load.acknowledged} acknowledged puts`);
  }
  const server = await start();
  await load.verify(server.addr);
  onProgress(`restarted, checked, and on to ${puts}`);
  await load.run(server.addr, puts, () => undefined);
  server.kill("SIGTERM");
  const { code, stderr } = await server.exited;
  if (code !== 0) load.problems.push(`a clean stop ended with ${code}: ${stderr}`);

  const last = await start();
  await load.verify(last.addr);
  last.kill("SIGKILL");
  await last.exited;
  onProgress(`checked all ${load.keys} keys after ${kills} kills and a clean stop`);
  const { acknowledged, cutOff, cutOffButStored, problems } = load;
  return { acknowledged, cutOff, cutOffButStored, killedAt, problems };
}

/** Counts of acknowledged puts, ascending, each in its own part of the run. */
function killPoints({ puts, kills, seed }: CrashOptions): number[] {
  const random = seededRandom(seed);
  const part = Math.floor(puts / (kills + 1));
  return Array.from({ length: kills }, (_, i) => part * i + 1 + random.below(part));
}

/** What is known about one key. Version 0 means: absent. */
interface KeyState {
  /** The last version that was acknowledged, or seen after a crash. */
  certain: number;
  /** The last version that was sent. */
  attempted: number;
}

/** One caller's keys, by name. */
interface Caller {
  readonly cf: string;
  readonly name: string;
  readonly keys: Map<string, KeyState>;
  steps: number;
}

class CrashLoad {
  readonly problems: string[] = [];
  acknowledged = 0;
  cutOff = 0;
  cutOffButStored = 0;
  readonly #callers: readonly Caller[];

  constructor(callers: number) {
    this.#callers = Array.from({ length: callers }, (_, i) => ({
      cf: CFS[i % CFS.length] ?? "default",
      name: `c${String(i).padStart(4, "0")}`,
      keys: new Map(),
      steps: 0,
    }));
  }

  get keys(): number {
    return this.#callers.reduce((sum, { keys }) => sum + keys.size, 0);
  }

  /** All callers put until so many are acknowledged altogether; then `onReached`, once, at once. */
  async run(addr: string, until: number, onReached: () => void): Promise<void> {
    const client = new RawTestClient(addr);
    let isReached = false;
    const drive = async (caller: Caller): Promise<void> => {
      while (this.acknowledged < until) {
        if (!(await this.#put(client, caller))) return;
        if (this.acknowledged < until || isReached) continue;
        isReached = true;
        onReached();
      }
    };
    await Promise.all(this.#callers.map(drive));
    client.close();
    if (this.acknowledged < until) {
      throw new Error(`only ${this.acknowledged} of ${until} puts were acknowledged`);
    }
  }

  /** Reads everything, and holds it against what has to be there. */
  async verify(addr: string): Promise<void> {
    const client = new RawTestClient(addr);
    const byName = new Map(this.#callers.map((caller) => [caller.name, caller]));
    const unseen = new Set(this.#callers.flatMap(({ keys }) => [...keys.keys()]));
    for (const cf of CFS) {
      for await (const page of client.pages(cf)) {
        for (const { key, value } of page) {
          const name = key.toString();
          const caller = byName.get(name.slice(0, 5));
          unseen.delete(name);
          this.#check(cf, name, value, caller?.cf === cf ? caller.keys.get(name) : undefined);
        }
      }
    }
    for (const name of unseen)
      this.#checkAbsent(name, byName.get(name.slice(0, 5))?.keys.get(name));
    client.close();
  }

  /** One put of a caller; false if the server was gone before the answer. */
  async #put(client: RawTestClient, caller: Caller): Promise<boolean> {
    const step = caller.steps++;
    // Every fourth put overwrites an older key of the same caller.
    const number =
      step % 4 === 3 ? (step * 7) % Math.ceil((step * 3) / 4) : step - Math.floor(step / 4);
    const name = `${caller.name}-${String(number).padStart(7, "0")}`;
    const state = caller.keys.get(name) ?? { certain: 0, attempted: 0 };
    caller.keys.set(name, state);
    const version = step + 1;
    state.attempted = version;
    try {
      const value = valueOf(name, version);
      await client.put({ cf: caller.cf, key: Buffer.from(name), value });
    } catch {
      this.cutOff += 1;
      return false;
    }
    state.certain = version;
    this.acknowledged += 1;
    return true;
  }

  #check(cf: string, name: string, value: Buffer, state: KeyState | undefined): void {
    const version = Number(/^[^|]*\|(\d+)\|/.exec(value.toString("latin1", 0, 40))?.[1] ?? -1);
    if (state === undefined) {
      this.problems.push(`${cf} ${name}: nobody ever put this key`);
    } else if (!value.equals(valueOf(name, version))) {
      this.problems.push(`${cf} ${name}: the value of version ${version} is not whole`);
    } else if (version < state.certain || version > state.attempted) {
      this.problems.push(
        `${cf} ${name}: holds version ${version}, acknowledged was ${state.certain}, ` +
          `attempted ${state.attempted}`,
      );
    } else {
      if (version > state.certain) this.cutOffButStored += 1;
      state.certain = version;
      state.attempted = version;
    }
  }

  #checkAbsent(name: string, state: KeyState | undefined): void {
    if (state === undefined || state.certain === 0) return;
    this.problems.push(`${name}: version ${state.certain} was acknowledged, and the key is gone`);
  }
}

/** The one value that a version of a key can have: 20 to about 900 bytes. */
function valueOf(name: string, version: number): Buffer {
  const head = `${name}|${version}|`;
  return Buffer.from(head + "abcdefghij".repeat((version * 31) % 89));
}
