import { ScanError } from '../errors.ts';

const LEFT = {
  copy: 'nothing was written',
  'in-place': 'some files may already be redacted: the originals are in the backup',
} as const;

/** The error for an interrupted run: a copy is complete or absent, but files in place may be only partly done. */
export function interrupted(mode: keyof typeof LEFT): ScanError {
  return new ScanError('interrupted', `Cannot redact: it was interrupted, and ${LEFT[mode]}`);
}
