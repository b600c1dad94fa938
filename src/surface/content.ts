import { surfaceOfCommands, surfaceOfNulText } from './command-lines.ts';
import { surfaceOfCommit } from './commits.ts';
import type { ContentHit } from './content-hit.ts';
import { surfaceOfFrontMatter } from './front-matter.ts';
import { surfaceOfJson } from './json-signatures.ts';
import { surfaceOfLog, surfaceOfLogHead } from './log-lines.ts';
import { surfaceOfMarkup } from './markup.ts';
import { surfaceOfSettings, surfaceOfStart } from './settings.ts';

/** Number of bytes examined: every format here is recognizable in its first few KiB. */
const HEAD_BYTES = 8192;

/** Of a text with data in it, what is looked at for its first lines. */
const START = 256;

type Detector = (text: string) => ContentHit | undefined;

const TEXT_DETECTORS: readonly Detector[] = [
  surfaceOfFrontMatter,
  surfaceOfCommit,
  surfaceOfCommands,
  surfaceOfLog,
  surfaceOfSettings,
];

/**
 * The surface that a text's first bytes indicate.
 *
 * @param head decoded text as UTF-8 bytes, or binary bytes (which indicate nothing).
 * @param prose whether the name is that of a document, in which only front matter counts.
 */
export function surfaceOfContent(head: Uint8Array, prose: boolean): ContentHit | undefined {
  const text = latin1(head);
  if (prose) return surfaceOfFrontMatter(text);
  if (text.includes('\0'))
    return surfaceOfLogHead(text) ?? surfaceOfStart(text.slice(0, START)) ?? surfaceOfNulText(text);
  return detectorsFor(text).reduce<ContentHit | undefined>((hit, detect) => hit ?? detect(text), undefined);
}

function detectorsFor(text: string): readonly Detector[] {
  const first = /\S/.exec(text.slice(0, 256))?.[0];
  if (first === '{') return [surfaceOfJson];
  if (first === '[') return [surfaceOfJson, ...TEXT_DETECTORS];
  if (first === '<') return [surfaceOfMarkup, surfaceOfLog];
  return TEXT_DETECTORS;
}

/** Bytes as characters, without a byte order mark. Formats are recognized by ASCII alone. */
function latin1(head: Uint8Array): string {
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return Buffer.from(head.buffer, head.byteOffset + start, Math.min(head.length - start, HEAD_BYTES)).toString(
    'latin1',
  );
}
