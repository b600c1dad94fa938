import type { DeclaredSource } from './governed.ts';
import { member, texts } from './json.ts';
import type { Json } from './packet.ts';

/** A source of declared values in a document that the schema has accepted. */
export function resolveKnownSource(entry: Json): DeclaredSource {
  const least = member(entry, 'min_length');
  const minLength = typeof least === 'number' ? { minLength: least } : {};
  const path = text(member(entry, 'path')) ?? '';
  const keyEnv = text(member(entry, 'key_env'));
  const names = texts(member(entry, 'names'));
  switch (text(member(entry, 'kind')) as DeclaredSource['kind']) {
    case 'env':
      return { kind: 'env', ...(names.length > 0 && { names }), ...minLength };
    case 'fingerprints':
      return { kind: 'fingerprints', path, ...(keyEnv !== undefined && { keyEnv }) };
    case 'dir':
      return { kind: 'dir', path, ...minLength };
    case 'dotenv':
      return { kind: 'dotenv', path, ...minLength };
  }
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
