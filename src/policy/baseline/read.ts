import { assertKinds } from '../../assert-kinds.ts';
import { ScanError } from '../../errors.ts';
import { printablePath } from '../quotation.ts';
import type { Baseline } from './baseline.ts';
import { detectSecretsBaseline, isDetectSecrets } from './detect-secrets.ts';
import { gitleaksIgnore, gitleaksReport, isGitleaksIgnore, isGitleaksReport } from './gitleaks.ts';
import { isNative, nativeBaseline } from './native.ts';

/** A format of baseline files: how to recognize and read a document. */
interface BaselineFormat {
  readonly name: string;
  readonly is: (document: unknown, path: string) => boolean;
  readonly read: (document: never, path: string) => Baseline;
}

/** Tried in this order. A document that is not JSON is passed as text. */
const FORMATS: readonly BaselineFormat[] = [
  { name: 'watertight', is: isNative, read: nativeBaseline },
  { name: '.secrets.baseline of detect-secrets', is: isDetectSecrets, read: detectSecretsBaseline },
  { name: 'JSON report of gitleaks', is: isGitleaksReport, read: gitleaksReport },
  { name: '.gitleaksignore', is: isGitleaksIgnore, read: gitleaksIgnore },
];

/**
 * Reads a baseline file.
 *
 * @param path for messages
 * @throws {ScanError} `usage` for anything but a known baseline format; the message contains nothing of the file
 */
export function readBaseline(text: string, path: string): Baseline {
  assertKinds('use the baseline', { text, path }, { text: 'text', path: 'text' });
  const document = documentOf(text.replace(/^\uFEFF/u, ''));
  const format = FORMATS.find(({ is }) => is(document, path));
  if (format !== undefined) return format.read(document as never, path);
  const state = typeof document === 'string' ? noJson(document) : `it is none of: ${names()}`;
  throw new ScanError('usage', `Cannot use baseline ${printablePath(path)}: ${state}`);
}

/** Describes where a text that begins as JSON is invalid. The parser's own message would quote the text. */
function noJson(text: string): string {
  if (text.trim() === '') return 'it is empty (watertight baseline create --out FILE writes one)';
  if (!/^\s*[[{]/.test(text)) return 'it is neither JSON nor a .gitleaksignore';
  const mark = /^(?:<{7}|={7}|>{7})(?: |$)/m.exec(text);
  if (mark !== null)
    return `line ${lineAt(text, mark.index)} is a merge conflict marker: resolve it, or create the file again`;
  const at = positionIn(text);
  return at === undefined ? 'it is truncated JSON' : `it is invalid JSON from line ${lineAt(text, at)} on`;
}

function positionIn(text: string): number | undefined {
  try {
    JSON.parse(text);
  } catch (error) {
    const place = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    if (place !== undefined && Number(place) < text.trimEnd().length) return Number(place);
  }
  return undefined;
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function names(): string {
  return FORMATS.map(({ name }) => name).join(', ');
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
