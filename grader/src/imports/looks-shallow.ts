/**
 * Tells, without a parser, whether a text is too plain to do a parser any harm.
 *
 * Parsers call themselves for whatever is nested, so a text can use up their stack: 40 KB of open
 * brackets end the whole process, and no `catch` sees it. The depth of a text cannot be known
 * before it has been parsed, but it is never more than the number of characters and keywords that
 * can nest at all. Counting those needs no understanding of strings or comments, in which they only
 * make the count too high. So "yes" is certain, and "no" means: parse it where it can do no harm.
 */

/**
 * Nesting that oxc survives several times over; a file of 300 lines has about 1,000 places for it.
 */
const NESTING_MAX = 1500;

/** What is longer than this is no file of a lab: these have about 10,000 characters. */
const LENGTH_MAX = 64 * 1024;

/**
 * How much more a `<` counts: each may begin type arguments or be an operator, which the parser
 * finds out by trying, again and again for those inside. A thousand of them take it a second.
 */
const TRIAL_WEIGHT = 4;

/**
 * Every character that can make the next thing part of the last one. Closing brackets, separators
 * and quotes cannot, and neither can spaces and names.
 */
const NESTING = /[^\p{L}\p{N}\p{M}_$\s;,'")\]}]/u;

/** The words that can be repeated, each time one level deeper. */
const WORDS = [
  ..."abstract as asserts async await case catch class declare default delete do else".split(" "),
  ..."export extends finally for function get if implements import in infer".split(" "),
  ..."instanceof is keyof let new of readonly return satisfies set static throw try".split(" "),
  ..."type typeof unique using var void while with yield".split(" "),
];

const COUNTED = new RegExp(`${NESTING.source}|\\b(?:${WORDS.join("|")})\\b`, "gu");

/** Whether a parser surely gets through `text`, whatever it says. */
export function looksShallow(text: string): boolean {
  if (text.length > LENGTH_MAX) return false;
  let nesting = 0;
  for (const [found] of text.matchAll(COUNTED)) {
    nesting += found === "<" ? TRIAL_WEIGHT : 1;
    if (nesting > NESTING_MAX) return false;
  }
  return true;
}
