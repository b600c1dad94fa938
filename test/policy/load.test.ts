import { readFile } from 'node:fs/promises';
import { expand } from '../../scripts/lib/values.ts';
import { ScanError } from '../../src/errors.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('loadPacket');

const HEAD = 'apiVersion: watertight/v1\nkind: EvidencePacket\nmetadata: { id: x }\n';
const FORBID = 'forbid:\n  - { id: a, surfaces: all, match: { class: secret } }\n';

async function complaint(text: string, path = 'p.yaml'): Promise<string> {
  try {
    await loadPacket(text, path);
  } catch (error) {
    assert.instance(error, ScanError);
    assert.is((error as ScanError).code, 'packet-invalid');
    return (error as ScanError).message;
  }
  throw new Error('the packet was taken');
}

test('takes the full example packet and names what scan does not look at', async () => {
  const text = await readFile('fixtures/packets/cto-case.packet.yaml', 'utf8');
  const packet = await loadPacket(text, 'cto-case.packet.yaml');
  assert.equal(
    packet.forbid.map(({ id }) => id),
    ['no-secret-value', 'no-runtime-evidence-in-sot', 'no-target-path'],
  );
  assert.equal(packet.forbid[0]?.match, { classes: ['secret'] });
  assert.is(packet.forbid[0]?.surfaces.length, 8);
  assert.is(packet.surfaces.sot?.required, true);
  assert.equal(packet.surfaces.backend_log?.include, ['runs/*/logs/**', 'logs/**']);
  assert.equal(packet.allow.envNames, ['CTO_HARNESS_*']);
  assert.equal(packet.allow.inlineSurfaces, ['other']);
  assert.equal(packet.targets, { roots: [], rootsEnv: ['CTO_TARGET_REPO'] });
  assert.equal(packet.coverage, { acceptUnread: [], maxDepth: 8, maxExpansionRatio: 200 });
  assert.equal(packet.notEvaluated, [
    'surfaces.argv.capture',
    'surfaces.commit.range',
    'surfaces.commit.parts',
    'surfaces.commit.unreachable',
    'allow.references.admission_files',
    'decision',
    'gates',
    'work_items',
    'evidence',
    'statements',
    'coverage.ledger',
    'forbid.no-runtime-evidence-in-sot',
  ]);
});

test('takes a packet in JSON, tabs and all', async () => {
  const document = {
    apiVersion: 'watertight/v1',
    kind: 'EvidencePacket',
    metadata: { id: 'x' },
    forbid: [{ id: 'a', surfaces: 'all', match: { class: ['secret', 'identifier'], severity: 'medium' } }],
    exclude: ['vendor/**'],
  };
  const packet = await loadPacket(JSON.stringify(document, null, '\t'), 'p.json');
  assert.equal(packet.forbid[0]?.match, { classes: ['secret', 'identifier'], severity: 'medium' });
  assert.is(packet.forbid[0]?.surfaces.length, 9);
  assert.equal(packet.exclude, ['vendor/**']);
});

test('takes a packet with a byte-order mark and CRLF', async () => {
  const packet = await loadPacket(`\ufeff${(HEAD + FORBID).replaceAll('\n', '\r\n')}`, 'p.yaml');
  assert.is(packet.forbid[0]?.id, 'a');
});

test('adds the built-in entries after its own where it extends them', async () => {
  const text = `${HEAD}extends: watertight:default\nallow: { redactions: ["<gone>"], inline: { surfaces: [] } }\ncoverage: { max_depth: 3 }\n`;
  const packet = await loadPacket(text, 'p.yaml');
  assert.equal(
    packet.forbid.map(({ id }) => id),
    ['no-secret-value', 'no-account-identifier'],
  );
  assert.is(packet.allow.redactions[0], '<gone>');
  assert.ok(packet.allow.redactions.includes('[REDACTED]'));
  assert.equal(packet.allow.inlineSurfaces, []);
  assert.equal(packet.coverage, { acceptUnread: ['image-pixels', 'pdf-text'], maxDepth: 3, maxExpansionRatio: 200 });
});

test('names place, path and the surface that was probably meant', async () => {
  const text = `${HEAD}forbid:\n  - id: a\n    surfaces: [sot, trace, argv, logs]\n    match: { class: secret }\n`;
  assert.is(
    await complaint(text),
    "Cannot use packet p.yaml:6:34: $.forbid[0].surfaces[3]: 'logs' is not a valid surface (did you mean backend_log?)",
  );
});

const CASES: Readonly<Record<string, readonly [string, string]>> = {
  'an unknown key of the root': [`${HEAD}forbidd: []\n`, "p.yaml:4:1: $: unknown key 'forbidd' (did you mean forbid?)"],
  'an unknown key deep inside': [
    `${HEAD}${FORBID}work_items: { rules: { X-1: { blocked_unless: { not: { gat: a } } } } }\n`,
    `p.yaml:6:56: $.work_items.rules["X-1"].blocked_unless.not: unknown key 'gat' (did you mean gate?)`,
  ],
  'a list that is a text': [`${HEAD}${FORBID}exclude: vendor\n`, 'p.yaml:6:10: $.exclude: must be a list, not a text'],
  'a number that is a text': [
    `${HEAD}${FORBID}coverage: { max_depth: nine }\n`,
    'p.yaml:6:24: $.coverage.max_depth: must be a whole number, not a text',
  ],
  'a number out of range': [
    `${HEAD}${FORBID}coverage: { max_depth: 65 }\n`,
    'p.yaml:6:24: $.coverage.max_depth: must be at most 64',
  ],
  'not a number': [
    `${HEAD}${FORBID}coverage: { max_expansion_ratio: .nan }\n`,
    'p.yaml:6:34: $.coverage.max_expansion_ratio: must be a number, not a number',
  ],
  'an unknown class': [
    `${HEAD}forbid: [{ id: a, surfaces: all, match: { class: [secret, secrets] } }]\n`,
    "p.yaml:4:59: $.forbid[0].match.class[1]: 'secrets' is not a valid class (did you mean secret?)",
  ],
  'an unknown severity': [
    `${HEAD}forbid: [{ id: a, surfaces: all, match: { severity: hihg } }]\n`,
    "p.yaml:4:53: $.forbid[0].match.severity: 'hihg' is not a valid severity (did you mean high?)",
  ],
  'a reason that nobody may accept': [
    `${HEAD}${FORBID}coverage: { accept_unread: [interrupted] }\n`,
    "$.coverage.accept_unread[0]: 'interrupted' is not a valid reason that can be accepted (one of unreadable, ",
  ],
  'another version': [
    HEAD.replace('watertight/v1', 'watertight/v2') + FORBID,
    "p.yaml:1:13: $.apiVersion: must be 'watertight/v1'",
  ],
  'an unknown preset': [
    `${HEAD}extends: acme:own\n`,
    "p.yaml:4:10: $.extends: 'acme:own' is not a valid packet to extend (one of watertight:default, watertight:cto-case)",
  ],
  'a missing key': [
    `${HEAD}forbid: [{ id: a, match: { class: secret } }]\n`,
    "p.yaml:4:10: $.forbid[0]: the key 'surfaces' is missing",
  ],
  'a name of another form': [
    `${HEAD}${FORBID}vars: { a-b: C }\n`,
    "p.yaml:6:9: $.vars: 'a-b' is not a valid name here",
  ],
  'a date of another form': [
    `${HEAD}${FORBID}allow: { findings: [{ fingerprint: f, reason: r, owner: o, expires: 2027-13-01 }] }\n`,
    'p.yaml:6:69: $.allow.findings[0].expires: must be a day of the calendar in the form YYYY-MM-DD',
  ],
  'a day that no calendar has': [
    `${HEAD}${FORBID}allow: { findings: [{ fingerprint: f, reason: r, owner: o, expires: 2027-02-29 }] }\n`,
    'p.yaml:6:69: $.allow.findings[0].expires: must be a day of the calendar in the form YYYY-MM-DD',
  ],
  'what may be a value in place of a fingerprint': [
    `${HEAD}${FORBID}allow: { findings: [{ fingerprint: f, reason: r, owner: o }] }\n`,
    'p.yaml:6:36: $.allow.findings[0].fingerprint: must be a fingerprint as reports give it (k1:, h1: or c1: and 32 hex digits), never a value',
  ],
  'a key of another kind of entry': [
    `${HEAD}${FORBID}gates: { g: { kind: all-of, off: [] } }\n`,
    "$.gates.g: unknown key 'off' (did you mean of?)",
  ],
  'no forbid at all': [HEAD, "p.yaml:1:1: $: the key 'forbid' is missing: without it nothing is forbidden"],
  'an empty forbid': [`${HEAD}forbid: []\n`, 'p.yaml:4:9: $.forbid: must not be empty'],
  'a match without criteria': [
    `${HEAD}forbid: [{ id: a, surfaces: all, match: {} }]\n`,
    'p.yaml:4:41: $.forbid[0].match: must not be empty',
  ],
  'an id that stands twice': [
    `${HEAD}${FORBID}  - { id: a, surfaces: all, match: { class: identifier } }\n`,
    'p.yaml:6:11: $.forbid[1].id: an earlier entry has the same id',
  ],
  'a match that leaves no rule': [
    `${HEAD}forbid: [{ id: a, surfaces: all, match: { rule: a-*, not_rule: [b, a-*] } }]\n`,
    'p.yaml:4:64: $.forbid[0].match.not_rule: no rule matches, so the entry would forbid nothing',
  ],
  'run lengths for another class': [
    `${HEAD}forbid: [{ id: a, surfaces: all, match: { class: secret, min_run_chars: 9 } }]\n`,
    '$.forbid[0].match.min_run_chars: it applies only to class copied-evidence',
  ],
  'a redaction that fits everything': [
    `${HEAD}${FORBID}allow: { redactions: ["***", "*"] }\n`,
    'p.yaml:6:30: $.allow.redactions[1]: it matches nearly every text, so it would hide secrets',
  ],
  'a reference that fits everything': [
    `${HEAD}${FORBID}allow: { references: { secret_refs: ["**"] } }\n`,
    '$.allow.references.secret_refs[0]: it matches nearly every text',
  ],
  'a canary without a marker that says so': [
    `${HEAD}${FORBID}allow: { canaries: [{ path: "t/*", marker: secret-prefix, reason: r, owner: o }] }\n`,
    '$.allow.canaries[0].marker: must be 8 to 64 printable characters without blanks, with the word canary or synthetic in them',
  ],
  'a canary in every file': [
    `${HEAD}${FORBID}allow: { canaries: [{ path: "**/*", marker: my-canary, reason: r, owner: o }] }\n`,
    '$.allow.canaries[0].path: it matches nearly every path',
  ],
  'a canary that nobody answers for': [
    `${HEAD}${FORBID}allow: { canaries: [{ path: t, marker: my-canary, reason: r }] }\n`,
    "$.allow.canaries[0]: the key 'owner' is missing",
  ],
  'an exclude of everything': [`${HEAD}${FORBID}exclude: ["**/*"]\n`, '$.exclude[0]: it leaves nothing to scan'],
  'a costly glob': [
    `${HEAD}${FORBID}surfaces: { trace: { include: ["**/a/**/b/**"] } }\n`,
    '$.surfaces.trace.include[0]: it has more than two ** or more than three * in one name',
  ],
  'a duplicate key': [`${HEAD}${FORBID}kind: x\n`, 'p.yaml:6:1: $.kind: duplicate key'],
  'an alias': [`${HEAD}${FORBID}exclude: [*x]\n`, 'p.yaml:6:11: $.exclude[0]: aliases are not allowed'],
  'an anchor': [`${HEAD}${FORBID}exclude: &x [a]\n`, 'p.yaml:6:13: $.exclude: anchors are not allowed'],
  'an anchor with its alias': [`${HEAD}${FORBID}exclude: [&x a, *x]\n`, '$.exclude[1]: aliases are not allowed'],
  'a custom tag': [`${HEAD}${FORBID}exclude: !glob [a]\n`, '$.exclude: tags are not allowed'],
  'a tag of the core schema': [`${HEAD}${FORBID}exclude: [!!str 1]\n`, '$.exclude[0]: tags are not allowed'],
  'a tag on a key': [`${HEAD}${FORBID}!!str exclude: [a]\n`, 'tags and anchors are not allowed on keys'],
  'a merge key': [`${HEAD}${FORBID}<<: { exclude: [a] }\n`, "p.yaml:6:1: $: unknown key '<<'"],
  'a second document': [`${HEAD}${FORBID}---\na: 1\n`, 'p.yaml:6:1: only one document is allowed'],
  'a directive': [`%YAML 1.1\n---\n${HEAD}${FORBID}`, 'p.yaml:1:1: directives are not allowed'],
  'a list as root': ['- a\n', 'p.yaml:1:1: the packet must be a mapping'],
  'a text as root': ['a\n', 'p.yaml:1:1: the packet must be a mapping'],
  nothing: ['', 'p.yaml:1:1: the packet must be a mapping'],
  'a key that is a list': ['? [a]\n: b\n', 'p.yaml:1:3: a key must be a plain text'],
  'a key of the prototype': [`${HEAD}${FORBID}__proto__: { a: 1 }\n`, 'this key is not allowed'],
  'an open quote': [`${HEAD}exclude: ["a\n`, 'a closing quote, bracket, comma or colon is missing'],
  'a tab as indentation': [`${HEAD}forbid:\n\t- a\n`, 'p.yaml:5:1: tabs do not indent YAML'],
  'a control character': [`${HEAD}exclude: [a\u001b]\n`, 'p.yaml:4:12: a control character is not allowed'],
};

for (const [name, [text, expected]] of Object.entries(CASES)) {
  test(`refuses ${name}, with its place`, async () => {
    const message = await complaint(text);
    assert.ok(message.includes(expected), message);
    assert.ok(message.startsWith('Cannot use packet p.yaml:'), message);
  });
}

test('counts columns in code points', async () => {
  const message = await complaint(`${HEAD}${FORBID}exclude: ["𝄞𝄞", 1]\n`);
  assert.match(message, 'p.yaml:6:17: $.exclude[1]: must be a text, not a number');
});

test('lists the first twenty problems in the order of the text', async () => {
  const keys = Array.from({ length: 25 }, (_, index) => `k${index}: 1`).join('\n');
  const lines = (await complaint(`${HEAD}${FORBID}${keys}\n`)).split('\n');
  assert.is(lines.length, 21);
  assert.is(lines[0], "Cannot use packet p.yaml:6:1: $: unknown key 'k0'");
  assert.is(lines[19], "  p.yaml:25:1: $: unknown key 'k19'");
  assert.is(lines[20], '  and 5 more');
});

test('echoes no pasted secret, wherever it stands', async () => {
  const value = expand(['ghp_', '{base62:36}'], 'pasted');
  const longWord = expand(['{lower:41}'], 'pasted word');
  for (const pasted of [value, longWord, expand(['AKIA', '{ALNUM:16}'], 'pasted id'), expand(['{hex:32}'], 'hex')]) {
    const places = [
      `${HEAD}forbid: [{ id: a, surfaces: [${pasted}], match: { class: ${pasted}, severity: [${pasted}] } }]\n`,
      `${HEAD}${FORBID}${pasted}: 1\n`,
      `${HEAD}${FORBID}${pasted}: 1\n${pasted}: 2\n`,
      `${HEAD}${FORBID}vars: { "a ${pasted}": C }\n`,
      `${HEAD}${FORBID}gates: { ${pasted}: { kind: x } }\n`,
      `${HEAD}${FORBID}vars: { A: "b ${pasted}" }\nexclude: ${pasted}\nextends: ${pasted}\n`,
      `${HEAD}${FORBID}a: "x" ${pasted}\n`,
      `${HEAD}${FORBID}a: !${pasted} x\nb: &${pasted} y\nc: *${pasted}\n`,
      `${HEAD}${FORBID}exclude: [*${pasted}]\n`,
      `apiVersion: ${pasted}\nkind: ${pasted}\nmetadata: ${pasted}\n`,
      pasted,
    ];
    for (const text of places) assert.not.ok((await complaint(text)).includes(pasted), text);
  }
});

test('escapes control characters of its own path', async () => {
  assert.match(await complaint('a', 'a\n\u001b[31m.yaml'), 'Cannot use packet a\\u000a\\u001b[31m.yaml:1:1: ');
});

test('refuses a packet of 1 MiB and one byte, and takes one of 1 MiB', async () => {
  const text = `${HEAD}${FORBID}#`;
  const room = 1024 * 1024 - text.length;
  assert.match(await complaint(text + 'x'.repeat(room + 1)), 'p.yaml: it is larger than 1 MiB');
  assert.is((await loadPacket(text + 'x'.repeat(room), 'p.yaml')).forbid.length, 1);
});

test('counts the size in bytes', async () => {
  assert.match(await complaint(`${HEAD}${FORBID}#${'ä'.repeat(512 * 1024)}`), 'it is larger than 1 MiB');
});

test('refuses deep nesting of every kind', async () => {
  const nested = [
    '['.repeat(50_000),
    `${HEAD}exclude: ${'['.repeat(3000)}${']'.repeat(3000)}`,
    '{a: '.repeat(20_000),
    `${'- '.repeat(20_000)}x`,
    Array.from({ length: 60 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
  ];
  for (const text of nested) {
    const message = await complaint(text);
    assert.match(message, 'it is nested too deeply');
    assert.is(message.split('\n').length, 1);
  }
});

test('refuses a bomb of aliases before it grows', async () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => {
      const inner = `*${'abcdefgh'[index]}`;
      return `${name}: &${name} [${Array.from({ length: 9 }, () => inner).join(', ')}]`;
    }),
  ].join('\n');
  assert.match(await complaint(bomb), 'aliases are not allowed');
});

test('is quick with very many keys, entries and mistakes', async () => {
  const started = performance.now();
  const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
  assert.match(await complaint(keys), '$: must not have more than 1000 entries');
  assert.match(
    await complaint(`${HEAD}exclude:\n${'  - x\n'.repeat(20_000)}`),
    '$.exclude: must not have more than 1000',
  );
  const wrong = '  - { id: a, surfaces: [x], match: {} }\n'.repeat(1000);
  assert.match(await complaint(`${HEAD}forbid:\n${wrong}`), /and \d+ more$/);
  assert.ok(performance.now() - started < 20_000);
});

test.run();
