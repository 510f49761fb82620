/**
 * Gives a Node that lacks it (20) a true `ArrayBuffer.prototype.detached`. Import it before "ses".
 *
 * SES brings one of its own, which is false for every genuine buffer, a detached one too. The glue
 * code of a WebAssembly module believes that, and goes on reading its memory through a view of what
 * the memory was before it grew. Where the property is there already, SES asks the one it finds.
 */

function isDetached(this: ArrayBuffer): boolean {
  if (this.byteLength > 0) return false;
  try {
    // A view can be made of an empty buffer, and of no detached one.
    new Uint8Array(this);
    return false;
  } catch {
    return true;
  }
}

if (!("detached" in ArrayBuffer.prototype)) {
  Object.defineProperty(ArrayBuffer.prototype, "detached", {
    get: isDetached,
    configurable: true,
  });
}
