import type { RuleSyntax } from '../../src/detect/rule.ts';

/** A rule of a made-up provider, without examples. */
export const ACME_RULE: RuleSyntax = {
  id: 'acme-token',
  name: 'Acme',
  class: 'secret',
  severity: 'high',
  confidence: 'provider-shape',
  keywords: ['acme_'],
  pattern: '(?<secret>acme_[a-z]{4,9})',
  examples: [],
};
