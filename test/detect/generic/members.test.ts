import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { expand } from '../../../src/detect/examples.ts';
import { membersBelow } from '../../../src/detect/generic/members/members-below.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('membersBelow()');

const drawn = expand(['{base62:32}'], 'members-drawn');
const other = expand(['{base62:32}'], 'members-other');
const hex = expand(['{hex:32}'], 'members-hex');

/** The text of each form, with two members of `tokens`. */
const FORMS: Readonly<Record<string, string>> = {
  'a block': `tokens:  # of the robots\n  prod: ${drawn}\n\n  # the other\n  stage: "${other}"\nreplicas: 2\n`,
  'a block in a list': `- tokens:\n    prod: ${drawn}\n    stage: ${other}\n- name: x\n`,
  'an object': `{"tokens": {"prod": "${drawn}", "stage": "${other}"}, "a": {"b": "c1234567"}}`,
  'an escaped object': String.raw`"{\"tokens\":{\"prod\":\"${drawn}\",\"stage\":\"${other}\"}}"`,
  'a list of objects': `tokens: [{ prod: '${drawn}' }, { stage: '${other}' }]`,
  'a map with a type': `tokens := map[string]string{\n\t"prod": "${drawn}", // of all\n\t"stage": "${other}",\n}\n`,
  'named arguments': `tokens = dict(prod="${drawn}", stage="${other}")`,
  'an array': `$tokens = array('prod' => '${drawn}', 'stage' => '${other}');`,
  symbols: `tokens = { :prod => "${drawn}", :stage => "${other}" }`,
  'a block without a sign': `tokens {\n  prod = "${drawn}"\n  stage = "${other}"\n}\n`,
  'a section': `[app.tokens]\nprod = "${drawn}"\n; of nobody\nstage = ${other}\n[next]\nmore = "${hex}"\n`,
  elements: `<tokens kind="x">\n  <prod>${drawn}</prod>\n  <stage>${other}</stage>\n</tokens>\n`,
  'a block with a label': `tokens "robots" {\n  prod = "${drawn}"\n  stage = "${other}"\n}\n`,
  'a remark above': `# The tokens of our robots\nprod=${drawn}\nstage=${other}\n`,
  'a remark above code': `/** The tokens. */\nprivate static final String prod = "${drawn}";\nconst stage = '${other}';\n`,
  'a heading': `## API tokens\n\n- prod: \`${drawn}\`\n- stage: \`${other}\`\n\nSee more: below\n`,
  'values beside objects': `tokens: { first: { id: 1 }, prod: "${drawn}", list: [1, 2], stage: "${other}" }`,
};

for (const [form, text] of Object.entries(FORMS))
  test(`${form} gives its members with their names`, () => {
    const start = text.indexOf('tokens');
    const name = text.slice(0, start).endsWith('app.') ? start - 4 : start;
    const members = membersBelow(text, name, start + 6).map((member) => [
      text.slice(member.keyStart, member.keyEnd),
      text.slice(member.start, member.end),
    ]);
    const told = members.filter(([, value]) => value === drawn || value === other);
    assert.equal(told, [
      ['prod', drawn],
      ['stage', other],
    ]);
    assert.not.ok(members.some(([key]) => key === 'more' || key === 'b' || key === 'replicas' || key === 'name'));
  });

/** The values that may be credentials below the first credential's word of a text. */
function taken(text: string): string[] {
  const candidate = candidateAt(text, text.search(/pass|token|secret/));
  return [candidate, ...(candidate?.others ?? [])].flatMap((one) => (one ? [text.slice(one.start, one.end)] : []));
}

test('every member that a machine drew may be a credential, and words are none', () => {
  assert.equal(taken(`tokens:\n  prod: ${drawn}\n  note: of-the-robots-2\n  stage: ${other}\n`), [drawn, other]);
});

test('a value of the name itself comes with its members', () => {
  assert.equal(taken(`secret: { value: "${drawn}", stage: "${other}" }`), [drawn, other]);
});

test('items of a list are values of the name itself', () => {
  assert.equal(taken(`tokens:\n  - ${drawn}\n  - "${other}"\n  - name: x\n`), [drawn, other]);
});

for (const [call, name] of [
  ['tokens["prod"] = ', 'tokens'],
  ['secrets[:prod] = ', 'secrets'],
  ['tokens.put("prod", ', 'tokens.put'],
  ["set_token('prod', ", 'set_token'],
] as const)
  test(`${name}: what is put under a key is a member`, () => assert.equal(taken(`${call}"${drawn}"`), [drawn]));

test('what is asked for by a key is none', () => {
  assert.equal(taken(`tokens.get("prod", "${drawn}")`), []);
  assert.equal(taken(`tokens["prod"] == "${drawn}"`), []);
});

/** Texts in which a value stands deeper below the name, or below a title without a name of its own. */
const DEEPER: Readonly<Record<string, string>> = {
  'an object in an object': `{"tokens": {"prod": {"value": "${drawn}", "until": "2027"}}}`,
  'a block in a block': `passwords:\n  prod:\n    root: ${drawn}\n`,
  'a label behind the name': `token "prod" = "${drawn}"`,
  'a name in brackets': `token[prod]: ${drawn}`,
  'a heading alone': `### Access token\n\n${drawn}\n`,
  'a heading above code': `### Access token\n\n\`\`\`\n${drawn}\n\`\`\`\n`,
  'a question': `ana: what is the token of the robot?\nben: ${drawn}\n`,
};

for (const [form, text] of Object.entries(DEEPER))
  test(`${form} leads to the value`, () => assert.equal(taken(text), [drawn]));

test('a title that speaks of digests, ids or samples leads to none', () => {
  for (const title of ['# hash of the token', '# ids of tokens', '# an invalid token', '## Example tokens'])
    assert.equal(taken(`${title}\nprod=${drawn}\n`), [], title);
});

test('what stands below the line under a title that is no list is none', () => {
  assert.equal(taken(`# The tokens of our robots\nThey are kept elsewhere.\nprod=${drawn}\n`), []);
});

test('ids, digests and site keys among the members are none', () => {
  const members = ['id', 'user', 'hash', 'site_key', 'version_id'].map((key) => `  ${key}: ${hex}\n`).join('');
  assert.equal(taken(`token:\n${members}`), []);
});

test('members of passwords may be chosen by people', () => {
  const chosen = ['winter', '7Kite!'].join('');
  assert.equal(taken(`passwords: {root: "${chosen}"}`), [chosen]);
  assert.equal(taken(`tokens: {root: "${chosen}"}`), []);
});

test('what stands below the next title belongs to that one', () => {
  assert.equal(taken(`#tokens\nprod=${drawn}\n#tokens2\nother=${other}\n`), [drawn]);
});

test.run();
