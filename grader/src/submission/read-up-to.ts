/** Reading streams whose length nobody can be trusted to have declared truly. */

/**
 * Collects a stream, and stops it once more than `maxBytes` bytes have come.
 *
 * @returns everything, or the first bytes of it: more than `maxBytes`, so that the caller can tell
 */
export async function readUpTo(
  stream: AsyncIterable<Buffer | string>,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop early destroys the stream.
  for await (const chunk of stream) {
    const buffer = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    chunks.push(buffer);
    bytes += buffer.length;
    if (bytes > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes + 1);
}
