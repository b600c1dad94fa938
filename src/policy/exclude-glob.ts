/** Only wildcards and steps, any number of them: matches every path. */
const EVERYTHING = /^(?:\.?\/)*(?:\.|\*+(?:\/\*+)*)\/?$/;
const CLOSED_BY: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' };

/**
 * Why a glob of paths to exclude cannot be used: it is empty, matches everything, has an unclosed bracket, or has the
 * syntax of other tools and so would not match what was meant. Undefined for a valid one.
 */
export function excludeProblem(glob: string): string | undefined {
  if (glob.trim() === '') return 'it is empty';
  if (EVERYTHING.test(glob)) return 'it leaves nothing to scan';
  return FOREIGN.find(([form]) => form.test(glob))?.[1] ?? unclosed(glob);
}

/** Syntax of other tools, which would match nothing, and what to write instead. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [
    /^\/|^[A-Za-z]:[\\/]/,
    'it is absolute, but paths are relative to the folder: write ./name for the one at its top, name for any',
  ],
  [/^\^|^\(\^|^\(\?|\\\.|[^\\]\$$/, 'it looks like a regular expression: write a glob, such as *.log or tests/**'],
  [/[A-Za-z0-9_.*-]\\[A-Za-z0-9_-]/, 'it has a backslash between names: write / on every system'],
];

/** Names the first bracket of a glob that is not closed, or a final backslash that escapes nothing. */
export function unclosed(glob: string): string | undefined {
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at] ?? '';
    if (character === '\\') {
      if (at + 1 === glob.length) return 'it ends with a backslash that escapes nothing';
      at++;
    } else if (opensAt(glob, at) && !isClosed(glob, at)) {
      return `its ${character} is not closed (write \\${character} for one in a name)`;
    }
  }
  return undefined;
}

/** A parenthesis is special only after one of `?*+@!`. */
function opensAt(glob: string, at: number): boolean {
  const character = glob[at];
  return character === '[' || character === '{' || (character === '(' && /[?*+@!]/.test(glob[at - 1] ?? ''));
}

function isClosed(glob: string, from: number): boolean {
  const open = glob[from] ?? '';
  const close = CLOSED_BY[open] ?? '';
  let depth = 0;
  for (let at = from; at < glob.length; at++) {
    if (glob[at] === '\\') at++;
    else if (glob[at] === close && at > from + Number(open === '[') && --depth === 0) return true;
    else if (glob[at] === open && (open !== '[' || at === from)) depth++;
  }
  return false;
}
