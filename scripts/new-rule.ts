/** Starts a rule file: `npm run new-rule acme` writes rules/acme.yaml, which `npm run ok` refuses until it is filled in. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain } from './lib/main.ts';

/** The text of a rule file that is still to be filled in. Throws where the provider's name cannot be part of an id. */
export function skeleton(provider: string): string {
  if (!/^[a-z][a-z0-9]{1,30}(?:-[a-z0-9]{1,30}){0,5}$/.test(provider))
    throw new Error(`Cannot start a rule for ${JSON.stringify(provider)}: use lower-case letters, digits and hyphens`);
  return `# Each field is explained in docs/writing-rules.md.
rules:
  - id: ${provider}-token
    name: '' # what people call it: ${provider} API token
    class: secret # secret, password-hash, public-client-key or identifier
    severity: high # critical, high, medium, low or info
    confidence: provider-shape # provider-shape, context or entropy
    keywords: [] # literal texts, one of which is part of every match
    pattern: '' # bounded regular expression; the group "secret" is the value
    examples: [] # each a list of parts, so that no scannable value stands in this file
    non_examples: []
    references: [] # where the provider writes about the format
`;
}

if (isMain(import.meta.url)) {
  const provider = process.argv[2] ?? '';
  try {
    const text = skeleton(provider);
    const path = join('rules', `${provider}.yaml`);
    if (existsSync(path)) throw new Error(`Cannot write ${path}: it already exists; add a rule to it`);
    writeFileSync(path, text, { flag: 'wx' });
    console.log(`Wrote ${path}. Fill it in, then run npm run ok.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
