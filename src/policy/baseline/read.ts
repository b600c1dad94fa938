import { assertKinds } from '../../assert-kinds.ts';
import { ScanError } from '../../errors.ts';
import { printablePath } from '../quotation.ts';
import type { Baseline } from './baseline.ts';
import { detectSecretsBaseline, isDetectSecrets } from './detect-secrets.ts';
import { gitleaksIgnore, gitleaksReport, isGitleaksIgnore, isGitleaksReport } from './gitleaks.ts';
import { isNative, nativeBaseline } from './native.ts';

/** A form of baseline files: whether a document is of it, and what it then says. */
interface BaselineFormat {
  readonly name: string;
  readonly is: (document: unknown, path: string) => boolean;
  readonly read: (document: never, path: string) => Baseline;
}

/** Asked in this order. A document that is no JSON is its text. */
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
 * @throws {ScanError} `usage` for what is no baseline that watertight knows; the message holds nothing of the file
 */
export function readBaseline(text: string, path: string): Baseline {
  assertKinds('use the baseline', { text, path }, { text: 'text', path: 'text' });
  const document = documentOf(text.replace(/^\uFEFF/u, ''));
  const format = FORMATS.find(({ is }) => is(document, path));
  if (format !== undefined) return format.read(document as never, path);
  const state =
    typeof document === 'string'
      ? 'it is neither JSON nor a .gitleaksignore'
      : `it has the form of none of: ${names()}`;
  throw new ScanError('usage', `Cannot use baseline ${printablePath(path)}: ${state}`);
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
