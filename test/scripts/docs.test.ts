import { flagsDocument, rulesDocument } from '../../scripts/docs.ts';
import { SCAN_EXIT_CODES } from '../../src/cli/exit-codes.ts';
import { cell } from '../../scripts/lib/document.ts';
import type { RuleSyntax } from '../../src/detect/rule.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('docs');

const RULE: RuleSyntax = {
  id: 'b-token',
  name: 'B | token',
  class: 'secret',
  severity: 'high',
  confidence: 'provider-shape',
  validator: 'crc32',
  examples: [],
  references: ['https://example.com/b', 'https://example.com/c'],
};

test('rules are listed by id with their first reference', () => {
  const text = rulesDocument([RULE, { ...RULE, id: 'a-token' }]);
  assert.ok(text.indexOf('`a-token`') < text.indexOf('`b-token`'));
  assert.match(text, 'has 2 rules');
  assert.match(text, '| `b-token` | B \\| token | secret | high | provider-shape | crc32 | <https://example.com/b> |');
});

test('shared flags are told once with the commands that take them, others under their command', () => {
  const help = { name: 'help', type: 'boolean', description: 'Help' } as const;
  const form = {
    name: 'format',
    alias: 'f',
    type: 'string',
    argument: 'NAME',
    choices: ['text'],
    description: 'Form',
  } as const;
  const own = { name: 'words', type: 'boolean', description: 'Words' } as const;
  const text = flagsDocument({
    flagsOf: (command) => (command === 'scan' ? [form, help] : [own, help]),
    exitCodes: (command) => (command === 'scan' ? SCAN_EXIT_CODES : 'Exit codes: 0 listed.'),
    COMMANDS: { scan: { positionals: '[paths…]', says: 'Scan' }, rules: { positionals: '', says: 'List' } },
  });
  const [before = '', scan = '', rules = ''] = text.split('### ');
  assert.match(before, '| `-f NAME`, `--format NAME` | Form: `text` | scan |');
  assert.match(before, '| `--help` | Help | every command |');
  assert.match(scan, 'Shared: `--format`.');
  assert.is(text.split(SCAN_EXIT_CODES).length, 2);
  assert.match(rules, 'Exit codes: 0 listed.');
  assert.match(rules, '| `--words` | Words |');
  assert.not.match(rules, '--format');
});

test('a table cell holds no line break, bar or tag', () => {
  assert.is(cell('a\n b|c<d>\\'), 'a b\\|c&lt;d>\\\\');
});

test.run();
