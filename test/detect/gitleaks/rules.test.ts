import { Detector, type TextOrigin } from '../../../src/detect/detector.ts';
import { detectorOf } from '../../../src/detect/detector-of.ts';
import { loadGitleaksRules } from '../../../src/detect/gitleaks/load.ts';
import type { CompiledRule } from '../../../src/detect/rule.ts';
import { KeywordHits } from '../../../src/engine/keyword-hits.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('gitleaks configurations');

interface Loaded {
  readonly rules: readonly CompiledRule[];
  readonly notes: readonly string[];
}

async function load(text: string, files: Readonly<Record<string, string>> = {}): Promise<Loaded> {
  const notes: string[] = [];
  const rules = await loadGitleaksRules(text, 'g.toml', {
    extended: (path) => Promise.resolve(files[path] ?? ''),
    isTaken: (id) => id === 'taken',
    onNote: (note) => notes.push(note),
  });
  return { rules, notes };
}

async function found(config: string, text: string, origin?: TextOrigin): Promise<string[]> {
  const detector = await detectorOf((await load(config)).rules);
  return detector
    .detectWhole(Buffer.from(text), origin)
    .map(({ rule, secret, allowedBy, parts = [] }) => {
      const named = parts.map(({ name, start, end }) => `+${name}=${Buffer.from(text).toString('utf8', start, end)}`);
      return [
        `${rule.id} ${Buffer.from(secret, 'latin1').toString()}`,
        ...named,
        ...(allowedBy ? ['allowed'] : []),
      ].join(' ');
    })
    .sort();
}

const rule = (more: string): string => `[[rules]]\nid = "acme"\n${more}\n`;
const at = (path: string, commit?: string): TextOrigin => ({ path, commit });

test('the value is the group that is named, else the first that is not empty, else the match without its line breaks', async () => {
  assert.equal(await found(rule("regex = 'k=(x)?(\\w+);(\\w+)'"), 'k=abc;def'), ['acme abc']);
  assert.equal(await found(rule("regex = 'k=(x)?(\\w+);(\\w+)'\nsecretGroup = 3"), 'k=abc;def'), ['acme def']);
  assert.equal(await found(rule("regex = '\\nk\\w+\\n'"), '\nkey\n'), ['acme key']);
});

test('keywords may stand anywhere in the text, in any case, and decide whether a rule is tried', async () => {
  const config = rule("regex = '[0-9]{4}'\nkeywords = ['PIN', 'ä']");
  assert.equal(await found(config, '1234'), []);
  assert.equal(await found(config, '1234 your Pin 5678'), ['acme 1234', 'acme 5678']);
  assert.equal(await found(rule("regex = '[0-9]{4}'"), '1234'), ['acme 1234']);
});

test('a value of no more entropy than the rule asks for is none', async () => {
  const config = rule("regex = '[a-z]{4}'\nentropy = 1.0");
  assert.equal(await found(config, 'aabb aabc aaaa'), ['acme aabc']);
});

test('a rule with a path is for such files', async () => {
  const config = rule("regex = '[0-9]{4}'\npath = '''\\.env$'''");
  assert.equal(await found(config, '1234', at('a/.env')), ['acme 1234']);
  assert.equal(await found(config, '1234', at('a/env')), []);
  assert.equal(await found(config, '1234'), ['acme 1234']);
});

const allow = (more: string): string => rule(`regex = 'k=(\\w+)'\n[[rules.allowlists]]\n${more}`);

test('allowlists look at value, match or line, at paths and commits, one or all of them', async () => {
  const text = 'k=abc # fine\n';
  assert.equal(await found(allow("regexes = ['^abc$']"), text), ['acme abc allowed']);
  assert.equal(await found(allow("regexes = ['^k=']"), text), ['acme abc']);
  assert.equal(await found(allow("regexTarget = 'match'\nregexes = ['^k=']"), text), ['acme abc allowed']);
  assert.equal(await found(allow("regexTarget = 'line'\nregexes = ['fine$']"), text), ['acme abc allowed']);
  assert.equal(await found(allow("stopwords = ['B']"), text), ['acme abc allowed']);
  assert.equal(await found(allow("paths = ['^doc/']"), text, at('doc/a')), []);
  assert.equal(await found(allow("commits = ['ABC1']"), text, at('a', 'abc1')), []);
  const both = allow("condition = 'AND'\npaths = ['^doc/']\nstopwords = ['b']\nregexes = ['a']\ncommits = ['c1']");
  assert.equal(await found(both, text, at('doc/a', 'c1')), ['acme abc allowed']);
  for (const origin of [at('doc/a', 'c2'), at('src/a', 'c1')])
    assert.equal(await found(both, text, origin), ['acme abc']);
  const paths = allow("condition = '&&'\npaths = ['^doc/']\ncommits = ['c1']");
  assert.equal(await found(paths, text, at('doc/a', 'c1')), []);
  assert.equal(await found(paths, text, at('doc/a')), ['acme abc']);
});

test('allowlists of the file are for all of its rules, or for those that they name', async () => {
  const rules = `${rule("regex = 'a\\w+'")}[[rules]]\nid = "other"\nregex = 'b\\w+'\n`;
  assert.equal(await found(`${rules}[allowlist]\nregexes = ['1']`, 'a1 b1'), ['acme a1 allowed', 'other b1 allowed']);
  const named = `${rules}[[allowlists]]\ntargetRules = ['other']\nregexes = ['1']`;
  assert.equal(await found(named, 'a1 b1'), ['acme a1', 'other b1 allowed']);
});

const requiring = (more: string): string =>
  `${rule(`regex = 'key=(\\w+)'\n[[rules.required]]\nid = "id"\n${more}`)}[[rules]]\nid = "id"\nregex = 'id=(\\w+)'\nskipReport = true\n`;

test('a rule that requires others is one finding with their values, where they stand near enough', async () => {
  assert.equal(await found(requiring(''), 'id=me\n\n\nkey=abc'), ['acme abc +id=me']);
  assert.equal(await found(requiring(''), 'key=abc'), []);
  assert.equal(await found(requiring('withinLines = 1'), 'id=me\nkey=abc'), ['acme abc +id=me']);
  assert.equal(await found(requiring('withinLines = 1'), 'id=me\n\nkey=abc'), []);
  assert.equal(await found(requiring('withinColumns = 8'), '\nid=me key=abc'), ['acme abc +id=me']);
  assert.equal(await found(requiring('withinColumns = 3'), '\nid=me key=abc'), []);
});

test('text in another script is matched by characters', async () => {
  assert.equal(await found(rule("regex = '=.{3}='"), '=äöü= =äö='), ['acme =äöü=']);
});

test('windows of one text give the matches of the whole', async () => {
  const detector = await detectorOf((await load(rule("regex = 'ab|b+c'"))).rules);
  const bytes = Buffer.from('ab bbc ab abbc');
  const all = detector.detectWhole(bytes).map(({ start }) => start);
  for (let cut = 1; cut < bytes.length; cut++) {
    const state = detector.newState();
    const first = detector.detect(bytes, { from: 0, to: cut, base: 0 }, state);
    const second = detector.detect(
      bytes.subarray(cut - 1),
      { from: 1, to: bytes.length - cut + 1, base: cut - 1 },
      state,
    );
    assert.equal([...first.map(({ start }) => start), ...second.map(({ start }) => start + cut - 1)], all, String(cut));
  }
  assert.ok(detector.margins.after > 16_000);
  const change = { start: 0, end: 1, otherStart: 0, otherEnd: 0 };
  assert.is(detector.hitsNear(bytes, [change], new KeywordHits()), undefined);
  assert.is(detector.hitsNear(Buffer.from('none'), [change], new KeywordHits())?.length, 0);
});

test('a file that is extended gives what the rule of the same name does not say', async () => {
  const base = `${rule("regex = 'a\\w+'\nentropy = 1.0\nkeywords = ['one']")}[[rules]]\nid = "gone"\nregex = 'g'\n`;
  const own = `[extend]\npath = "base.toml"\ndisabledRules = ["gone", "none"]\n${rule("keywords = ['two']\ndescription = 'Acme'")}`;
  const { rules, notes } = await load(own, { 'base.toml': base });
  assert.equal(
    rules.map(({ id, name, keywords, entropy }) => [id, name, keywords, entropy]),
    [['acme', 'Acme', ['one', 'two'], 1]],
  );
  assert.equal(notes, ["'extend' of g.toml: 'disabledRules': there is no rule none"]);
  const round = '[extend]\npath = "g.toml"\n';
  await rejects(load(round, { 'g.toml': round }), /leads through too many files$/);
});

test('an id that is taken gets a prefix, a generic rule gives way to others', async () => {
  const { rules } = await load('[[rules]]\nid = "taken"\nregex = "a"\n[[rules]]\nid = "my-generic"\nregex = "b"\n');
  assert.equal(
    rules.map(({ id, confidence }) => [id, confidence]),
    [
      ['gitleaks-taken', 'provider-shape'],
      ['my-generic', 'context'],
    ],
  );
});

test('what has no effect is told', async () => {
  const { rules, notes } = await load(
    `title = "x"\nfoo = 1\n[extend]\nuseDefault = true\ndisabledRules = ["a"]\n${rule("regex = 'a'\nTAGS = []\nSEVERITY = 'x'\n'hunter 2' = 1")}` +
      `[[rules]]\nid = "p12"\npath = 'p12$'\n[[rules]]\nid = "changed"\nentropy = 2\n[[rules]]\nid = "acme"\nregex = 'b'\n`,
  );
  assert.equal(
    rules.map(({ id }) => id),
    ['acme'],
  );
  assert.equal([...notes].sort(), [
    "'extend' of g.toml: 'disabledRules' names rules of gitleaks; those of watertight are switched off by the packet",
    "rule acme of g.toml: 'SEVERITY' is not known and has no effect",
    'rule acme of g.toml: a key that is no name is not known and has no effect',
    'rule changed of g.toml changes one of gitleaks, which watertight does not have, and has no effect',
    'rule p12 of g.toml is for names of files alone and has no effect: watertight looks for values',
    "rules of g.toml: 'foo' is not known and has no effect",
    'rules of g.toml: rule acme stands there twice, and the last counts',
  ]);
});

async function rejects(promise: Promise<unknown>, message: RegExp): Promise<void> {
  try {
    await promise;
  } catch (error) {
    assert.match((error as Error).message, message);
    return;
  }
  assert.unreachable('it was taken');
}

test('what is wrong is told with file, rule and key', async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['x = [', /^Cannot use rules of g\.toml:1: it is no TOML$/],
    ['x = 1', /^Cannot use rules of g\.toml: it is no configuration of gitleaks$/],
    ['[[rules]]\nregex = "a"', /^Cannot use the rule at g\.toml, rule 1: 'id' is missing or no name$/],
    [
      rule("regex = 'a(?=b)'"),
      /^Cannot use rule acme of g\.toml: 'regex' cannot be used: a group of an unknown kind: lookaround/,
    ],
    [
      rule("regex = 'a'\nsecretGroup = 2"),
      /^Cannot use rule acme of g\.toml: 'secretGroup': the regex has not as many/,
    ],
    [rule("regex = 'a'\nsecretGroup = 0.5"), /'secretGroup' is not a whole number from 0 on$/],
    [rule("regex = 'a'\nentropy = 'x'"), /'entropy' is not a number from 0 on$/],
    [rule("regex = 'a'\nkeywords = 'x'"), /'keywords' is not a list of texts$/],
    [rule("regex = 'a'\nskipReport = 1"), /'skipReport' is not true or false$/],
    [
      rule("regex = 'a'\n[[rules.allowlists]]\nregexes = ['(']"),
      /an allowlist of rule acme of g\.toml: 'regexes', number 1, cannot be used/,
    ],
    [rule("regex = 'a'\n[[rules.allowlists]]\npaths = []"), /it allows nothing/],
    [rule("regex = 'a'\n[[rules.allowlists]]\ncondition = 'XOR'\npaths = ['a']"), /'condition' is neither AND nor OR$/],
    [rule("regex = 'a'\n[[rules.allowlists]]\nregexTarget = 'x'\npaths = ['a']"), /'regexTarget' is none of/],
    [rule("regex = 'a'\n[[rules.allowlists]]\ntargetRules = ['x']\npaths = ['a']"), /'targetRules' stands in/],
    [rule("regex = 'a'\n[[rules.required]]\nid = 'none'"), /rule acme of g\.toml: 'required': there is no rule none$/],
    [
      `${rule("regex = 'a'")}[[allowlists]]\ntargetRules = ['none']\npaths = ['a']`,
      /'targetRules': there is no rule none$/,
    ],
    [`${rule("regex = 'a'")}[allowlist]\npaths = ['a']\n[[allowlists]]\npaths = ['a']`, /exclude each other$/],
    ['[extend]\npath = "a"\nuseDefault = true', /'path' and 'useDefault' exclude each other$/],
    ['[extend]\nurl = "https://x"', /'url': nothing is fetched$/],
    ['rules = 1', /'rules' is not a list of tables$/],
    ['extend = 1', /'extend' is not a table$/],
  ];
  for (const [text, message] of cases) await rejects(load(text), message);
});

test('without such rules nothing of this is loaded', async () => {
  assert.instance(await detectorOf([]), Detector);
});

test.run();
