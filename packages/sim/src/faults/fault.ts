/**
 * Faults as data: what goes wrong at which moment, in a form that can be printed, saved, edited and
 * played again.
 *
 * Nodes are named as in traces (`n1`). What only the system under test knows how to do (hand over
 * leadership, change members) is an `ask`: the simulator only keeps its time.
 */

import type { DiskQuality } from "../device.ts";
import type { LinkQuality, LinkSelector } from "../link.ts";

/** Groups that are apart from each other; whoever is in none reaches everybody. */
export interface PartitionFault {
  readonly do: "partition";
  readonly groups: readonly (readonly string[])[];
}

/** One direction is cut, or both. */
export interface CutFault {
  readonly do: "cut";
  readonly from: string;
  readonly to: string;
  readonly both?: boolean;
}

/** All partitions and cuts are mended. */
export interface HealFault {
  readonly do: "heal";
}

/** Links become better or worse; what is left out stays. */
export interface LinksFault extends LinkSelector, Partial<LinkQuality> {
  readonly do: "links";
}

/** All links are as they were in the beginning. */
export interface MendLinksFault {
  readonly do: "mend-links";
}

/** Something happens to one process. */
export interface ProcessFault {
  readonly do: "crash" | "start" | "pause" | "resume";
  readonly node: string;
}

/** A clock goes wrong, or right again. */
export interface ClockFaultStep {
  readonly do: "clock";
  readonly node: string;
  /** Added to what the wall shows, in milliseconds. */
  readonly skewMs?: number;
  /** Seconds of this clock per second of the world. */
  readonly rate?: number;
}

/** A disk becomes better or worse; what is left out stays. */
export interface DiskFault extends Partial<DiskQuality> {
  readonly do: "disk";
  readonly node: string;
  /** So many of the next writes fail. */
  readonly failNext?: number;
}

/** The system under test is asked for something. */
export interface AskFault {
  readonly do: "ask";
  readonly what: string;
  readonly node: string;
}

/** One thing that goes wrong, or right again. */
export type Fault =
  | PartitionFault
  | CutFault
  | HealFault
  | LinksFault
  | MendLinksFault
  | ProcessFault
  | ClockFaultStep
  | DiskFault
  | AskFault;

/** A fault with its moment, in milliseconds since the world began. */
export type FaultStep = Fault & { readonly at: number };

/** Steps in the order of their times. */
export type Schedule = readonly FaultStep[];

/** A fault in one line, for traces: `partition n1,n2 | n3`. */
export function describeFault(fault: Fault): string {
  switch (fault.do) {
    case "partition":
      return `partition ${fault.groups.map((group) => group.join(",")).join(" | ")}`;
    case "cut":
      return `cut ${fault.from} ${fault.both === true ? "<" : ""}> ${fault.to}`;
    case "heal":
      return "heal all partitions and cuts";
    case "mend-links":
      return "links as in the beginning";
    case "links":
      return `links ${fault.from ?? "*"} > ${fault.to ?? "*"} ${changes(fault)}`;
    case "crash":
    case "start":
    case "pause":
    case "resume":
      return `${fault.do} ${fault.node}`;
    case "clock":
    case "disk":
      return `${fault.do} of ${fault.node} ${changes(fault)}`;
    case "ask":
      return `ask ${fault.node}: ${fault.what}`;
    default:
      return fault satisfies never;
  }
}

const NO_CHANGE = new Set(["do", "at", "node", "from", "to"]);

function changes(fault: object): string {
  const pairs = Object.entries(fault).filter(([name]) => !NO_CHANGE.has(name));
  return pairs.map(([name, value]) => `${name} ${String(value).replace(",", "..")}`).join(", ");
}

/** A schedule as text: one line per step, with its time. */
export function describeSchedule(schedule: Schedule): string {
  const lines = schedule.map(
    (step) => `${step.at.toFixed(0).padStart(8)} ms  ${describeFault(step)}`,
  );
  return lines.length === 0 ? "      no faults" : lines.join("\n");
}
