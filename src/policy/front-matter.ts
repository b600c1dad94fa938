/** Front matter of a document, or why there is none. Lines count from 1. */
export type FrontMatter =
  | { readonly kind: 'none' }
  | { readonly kind: 'unclosed'; readonly line: number }
  | {
      readonly kind: 'found';
      /** Line of the opening `---`. */
      readonly line: number;
      /** The YAML, preceded by empty lines so that its line numbers are the document's. */
      readonly yaml: string;
    };

/**
 * Finds the text between the opening `---` and the next `---` or `...`.
 *
 * @param searchLines on how many of the first lines it may begin; more than one for a document captured with lines of
 * its viewer. @default 1
 */
export function findFrontMatter(text: string, searchLines = 1): FrontMatter {
  const lines = text.split('\n');
  const open = lines.slice(0, searchLines).findIndex((line) => line.trimEnd() === '---');
  if (open < 0) return { kind: 'none' };
  const length = lines.slice(open + 1).findIndex((line) => /^(?:---|\.\.\.)\s*$/.test(line));
  if (length < 0) return { kind: 'unclosed', line: open + 1 };
  const yaml = '\n'.repeat(open + 1) + lines.slice(open + 1, open + 1 + length).join('\n');
  return { kind: 'found', line: open + 1, yaml };
}
