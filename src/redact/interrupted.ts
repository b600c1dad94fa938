import { ScanError } from '../errors.ts';

const LEFT = {
  copy: 'nothing was written',
  'in-place': 'some files may be redacted already: those as they were are in the backup',
} as const;

/** What is said where somebody ended the run: a copy is there whole or not at all, files in place may be done in part. */
export function interrupted(mode: keyof typeof LEFT): ScanError {
  return new ScanError('interrupted', `Cannot redact: it was ended before its end, and ${LEFT[mode]}`);
}
