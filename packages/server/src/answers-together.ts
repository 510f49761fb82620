/**
 * Sends the answers of one turn of the event loop in one go.
 *
 * Calls arrive in packets, many at once, and become ready one after the other. HTTP/2 frames that
 * are written from one place leave in one packet; written one by one, each of them pays for a way
 * of its own, and that costs a busy server more than the read of a key. Nobody waits for anybody
 * longer than the turn takes.
 */

/** Takes what sends an answer, and calls it at the end of this turn. */
export type SendTogether = (send: () => void) => void;

/** Returns a queue of answers. */
export function answersTogether(): SendTogether {
  let waiting: (() => void)[] = [];
  const sendAll = (): void => {
    const ready = waiting;
    waiting = [];
    for (const send of ready) send();
  };
  return (send) => {
    if (waiting.length === 0) setImmediate(sendAll);
    waiting.push(send);
  };
}
