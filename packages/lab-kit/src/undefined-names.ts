/**
 * Makes a name that nothing defines an error where it is read, as it is everywhere else in
 * JavaScript. In a compartment such a name is just `undefined`, and a typing error or a missing
 * import would show up somewhere else, as something else.
 *
 * No parser is needed: each word of the lab's files that is no global becomes a global that throws.
 * A word that is a variable or part of a comment never gets as far as the globals.
 */

/** A name; what stands behind a dot is a property. */
const WORD = /(?<![\p{ID_Continue}$]|(?<!\.\.)\.)[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
/** Lines of comments, left out to have fewer names. */
const COMMENT_LINE = /^\s*(?:\/\/|\/\*|\* ).*$/gm;
/** It is allowed to ask whether there is a name: the answer is "undefined", or `undefined`. */
const ASKED = /\b(?:typeof[\s(]+|globalThis[\s?]*\.\s*)([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

/**
 * Defines the names that `texts` mention and `globals` lacks.
 *
 * The other globals stay constants of each module, and cost as little as before: only names that
 * throw are looked up when they are used.
 */
export function defineUndefinedNames(globals: object, texts: Iterable<string>): void {
  const names = new Set<string>();
  const asked = new Set<string>();
  for (const text of texts) {
    for (const [name] of text.replace(COMMENT_LINE, "").matchAll(WORD)) names.add(name);
    for (const [, name = ""] of text.matchAll(ASKED)) asked.add(name);
  }
  for (const name of names) {
    if (asked.has(name) || name in globals) continue;
    const refuse = (): never => {
      throw new ReferenceError(`${name} is not defined`);
    };
    Object.defineProperty(globals, name, { get: refuse, set: refuse });
  }
}
