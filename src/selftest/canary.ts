import type { Finding, Surface } from '../types.ts';

/** Something planted that a scan must find. */
export interface Canary {
  /** What it tests: `rule gitlab-pat`, `surface trace`, `view zip > base64`. */
  readonly what: string;
  /** Relative to the folder of the test. */
  readonly path: string;
  /** For a value in a name: the folder in which it must be found, since a name loses what is found in it. */
  readonly below?: string;
  readonly bytes: Buffer;
  /** The surface on which it must be found. */
  readonly surface?: Surface;
  /** Its first line and the one after its last, if the file contains other canaries too. */
  readonly lines?: readonly [first: number, behind: number];
}

/** Whether a finding is the canary. */
export function isFound({ path, below, surface, lines }: Canary, findings: readonly Finding[]): boolean {
  return findings.some(
    ({ location, surface: on }) =>
      (below === undefined
        ? location.path === path
        : location.path.startsWith(below) && location.view.includes('path')) &&
      (surface === undefined || on === surface) &&
      (lines === undefined || (location.startLine >= lines[0] && location.startLine < lines[1])),
  );
}

/** Texts one below the other in a file, each with its line numbers there. */
export function stacked(
  path: string,
  texts: readonly (readonly [what: string, text: string])[],
  surface: Surface,
): Canary[] {
  const bytes = Buffer.from(texts.map(([, text]) => `${text}\n\n\n`).join(''), 'latin1');
  let line = 1;
  return texts.map(([what, text]) => {
    const first = line;
    line += text.split('\n').length + 2;
    return { what, path, bytes, surface, lines: [first, line] };
  });
}
