/** Words that stand where a value would: templates, documentation, redactions. Too long to stand in a random text by chance. */
const DUMMY_WORDS =
  /example|sample|placeholder|dummy|changeme|change[-_ ]?(?:it|this)|redacted|removed|masked|censored|insert[-_ ]|replace|not[-_ ](?:a[-_ ]?)?(?:real|secret|set|used|long)|foo_?bar|x{8,}|\*{3,}|#{4,}|\.{3,}|your[-_ ](?:[a-z]+[-_ ]?)?(?:api|key|token|secret|pass|access|account|client|app|value|name|id)|^(?:my|your|the|some|any)[-_ ]|^<.*>$/i;
/** Shorter ones, which count in a text up to `LONGEST_DUMMY` characters. */
const SHORT_DUMMY_WORDS =
  /hidden|change[-_ ]?me|fixme|todo|not(?:a)?(?:real|secret|set|used|long)|fake|lorem|ipsum|x{4,}|y{5,}|z{5,}|_here\b|here$|your(?:api|key|token|secret|pass|access|account|client|app|value|name|id)/i;
const LONGEST_DUMMY = 72;

const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '9876543210'];

/** Tells whether a text stands for a value instead of being one: a dummy word, a repeated character, a counted-up run. */
export function isPlaceholder(text: string): boolean {
  return DUMMY_WORDS.test(text) || (text.length <= LONGEST_DUMMY && SHORT_DUMMY_WORDS.test(text)) || isMonotonous(text);
}

/** Few different characters for the length, one character or short group repeated, or mostly `abcdef…`/`12345…`. */
export function isMonotonous(text: string): boolean {
  const body = text.replace(/[^A-Za-z0-9]/g, '');
  if (body.length < 6) return body.length < 3;
  const distinct = new Set(body).size;
  if (distinct <= 3 || (body.length >= 16 && distinct <= 5)) return true;
  if (
    repeated(body) >= Math.max(8, body.length / 4) ||
    (/^(.{1,6})\1{3,}/.exec(body)?.[0].length ?? 0) >= body.length / 2
  )
    return true;
  return sequential(body.toLowerCase()) >= body.length * 0.6;
}

/** Length of the longest run of one character. */
function repeated(text: string): number {
  let longest = 0;
  for (let at = 0, start = 0; at < text.length; at++) {
    if (text[at] !== text[start]) start = at;
    longest = Math.max(longest, at - start + 1);
  }
  return longest;
}

/** Characters that lie in runs of six or more from the alphabet, the digits or a keyboard row. */
function sequential(text: string): number {
  let covered = 0;
  for (let at = 0; at < text.length;) {
    const length = runAt(text, at);
    covered += length >= 6 ? length : 0;
    at += length >= 6 ? length : 1;
  }
  return covered;
}

function runAt(text: string, at: number): number {
  let best = 1;
  for (const run of RUNS) {
    const start = run.indexOf(text[at] ?? '');
    if (start < 0) continue;
    let length = 1;
    while (at + length < text.length && text[at + length] === run[start + length]) length++;
    best = Math.max(best, length);
  }
  return best;
}
