import type { NamedValue } from '../../types.ts';

/** Where declared values come from. Paths are absolute. */
export type KnownSource =
  | { readonly kind: 'env'; readonly names: readonly string[]; readonly minLength?: number }
  | { readonly kind: 'dotenv' | 'dir'; readonly path: string; readonly minLength?: number }
  | { readonly kind: 'fd'; readonly bytes: AsyncIterable<Uint8Array> };

/** Part of a source that gave no value. Names only variables and files. */
export interface KnownProblem {
  readonly name: string;
  readonly detail: string;
  /** @default 'unreadable' */
  readonly reason?: 'weak-value';
}

/** The result of reading a source. */
export interface KnownLoad {
  readonly values: readonly NamedValue[];
  readonly problems: readonly KnownProblem[];
}

/** Names of variables that usually hold secrets, for an `env` source that names none. */
export const USUAL_NAMES: readonly string[] = [
  '*_PASSWORD',
  '*_PASSWD',
  '*_SECRET',
  '*_TOKEN',
  '*_API_KEY',
  '*_APIKEY',
  '*_ACCESS_KEY',
  '*_SECRET_KEY',
  '*_PRIVATE_KEY',
  '*_SSH_KEY',
  '*_ENCRYPTION_KEY',
  '*_SIGNING_KEY',
  '*_CONNECTION_STRING',
  '*_DATABASE_URL',
  'DATABASE_URL',
  '*_WEBHOOK_URL',
  '*_DSN',
  '*_CREDENTIALS',
  '*_PASSPHRASE',
];

/** Maximum size of a file or stream of values, in bytes. */
export const LARGEST_SOURCE: number = 64 * 1024 * 1024;
