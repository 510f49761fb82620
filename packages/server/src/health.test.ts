/**
 * Tests of the end of a `Watch`, where the order of events has to be exact; the rest is in `test/`.
 */

import { EventEmitter } from "node:events";
import type { Server, ServerWritableStream } from "@grpc/grpc-js";
import { describe, expect, test } from "@jest/globals";
import { Health } from "./health.ts";

type Watch = ServerWritableStream<unknown, unknown>;

/** The watch handler that a health adds to a server. */
function watchHandlerOf(health: Health): (call: Watch) => void {
  let handler: ((call: Watch) => void) | undefined;
  const server = {
    addService: (_service: unknown, calls: { readonly watch: (call: Watch) => void }) => {
      handler = calls.watch;
    },
  };
  health.addTo(server as unknown as Server);
  if (handler === undefined) throw new Error("no watch was added");
  return handler;
}

/** A stream that notes what it is told. */
function stream(): { readonly call: Watch; readonly told: string[] } {
  const told: string[] = [];
  const call = Object.assign(new EventEmitter(), {
    request: { service: "" },
    write: (answer: { readonly status: string }) => void told.push(answer.status),
    end: () => void told.push("end"),
  });
  return { call: call as unknown as Watch, told };
}

describe("Health.end()", () => {
  test("ends the watches that are open", () => {
    const health = new Health();
    const watch = watchHandlerOf(health);
    health.setServing(true);
    const { call, told } = stream();
    watch(call);
    health.end();
    expect(told).toEqual(["SERVING", "NOT_SERVING", "end"]);
  });

  test("ends a watch that comes after it, which would hold up the stop", () => {
    const health = new Health();
    const watch = watchHandlerOf(health);
    health.setServing(true);
    health.end();
    const { call, told } = stream();
    watch(call);
    expect(told).toEqual(["NOT_SERVING", "end"]);
  });
});
