/**
 * Any method of TinyKv called with any bytes, in whichever of the four ways the method has: what a
 * broken or hostile client can send.
 */

import { type Client, Metadata, type ServiceDefinition, type status } from "@grpc/grpc-js";
import { TinyKvService } from "@tinykv/proto/services";

/** A method as the service definition names it. */
export type MethodName = keyof typeof TinyKvService;

export const methodNames = Object.keys(TinyKvService) as readonly MethodName[];

/** How a call ended. */
export interface CallEnd {
  readonly code: status;
  readonly details: string;
}

const same = (bytes: Buffer): Buffer => bytes;

/**
 * Sends the messages as they are, whether or not the method takes so many, and waits for the end.
 * Every call is made as a two-way stream: on the wire the four kinds of calls are the same.
 */
export function callBytes(
  client: Client,
  name: MethodName,
  messages: readonly Buffer[],
): Promise<CallEnd> {
  const { path } = (TinyKvService as ServiceDefinition)[name] ?? { path: "" };
  return new Promise((resolve) => {
    const call = client.makeBidiStreamRequest(path, same, same, new Metadata(), {});
    call.on("data", () => undefined);
    // The status arrives as well, and says the same.
    call.on("error", () => undefined);
    call.on("status", ({ code, details }: CallEnd) => resolve({ code, details }));
    for (const message of messages) call.write(message);
    call.end();
  });
}
