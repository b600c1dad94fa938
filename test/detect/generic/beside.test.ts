/** Values that stand beside what says that they are credentials: in one object, element, statement, or in the call of a type. */
import { expand } from '../../../src/detect/examples.ts';
import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('what stands beside the name of a credential');

const drawn = expand(['{base62:32}'], 'beside-drawn');
const hex = expand(['{hex:40}'], 'beside-hex');
const other = expand(['{base62:28}'], 'beside-other');

/** The values that may be credentials by the first credential's word of a text. */
function taken(text: string): string[] {
  const candidate = candidateAt(text, text.search(/pass|token|secret|vault_/i));
  return [candidate, ...(candidate?.others ?? [])].flatMap((one) => (one ? [text.slice(one.start, one.end)] : []));
}

const MEMBERS: Readonly<Record<string, string>> = {
  'an object that says its kind': `{"kind":"token","data":"${drawn}"}`,
  'an object with its kind last': `{"value":"${drawn}","label":"x","type":"secret"}`,
  'an object with other members between': `{"id":"ci","type":"secret","size":[1, 2],"key":"gh","value":"${drawn}"}`,
  'an object over several lines': `[\n  {\n    kind: 'token',\n    label: 'gh',\n    data: '${drawn}',\n  },\n]`,
  'an object in another': `{"kind":"Secret","metadata":{"name":"x"},"stringData":{"gh":"${drawn}"}}`,
  'arrows of Ruby': `rows << { :type => 'token', :value => '${drawn}' }`,
  'lines of YAML': `- name: gh\n  type: token\n  note: of ci\n  value: ${drawn}\n- name: x\n  value: ${other}\n`,
  'lines of YAML with the value first': `- value: ${drawn}\n  name: gh\n  type: token\n`,
  'a block of Terraform': `  key       = "TOKEN"\n  masked    = true\n  value     = "${drawn}"\n}\n`,
  properties: `entries.1.type=token\nentries.1.value=${drawn}\nentries.2.value=${other}\n`,
  'an element': `<entry type="token">\n  <data>${drawn}</data>\n</entry>`,
  'an attribute behind the value': `<entry value="${drawn}" kind="token"/>`,
  'a path in the name': `name = "/prod/ci/token"\ntype = "String"\nvalue = "${drawn}"\n`,
  'pairs on a line of a log': `stored kind=token name=gh value=${drawn}`,
  'a statement of a log': `rotated secret gh old=${other} new=${drawn}`,
  'a message beside its value': `level=info msg="token issued" value=${drawn}`,
  'a statement of SQL': `UPDATE user_tokens SET value = '${drawn}' WHERE id = 3;`,
  'an object that describes it': `{"type":"token","spec":{"owner":"x","value":"${drawn}"}}`,
  'elements beside each other': `<item>\n  <kind>token</kind>\n  <owner>x</owner>\n  <value>${drawn}</value>\n</item>`,
  'a form that is sent': `type=token&name=gh&value=${drawn}`,
  'a statement of SQL on lines of its own': `UPDATE tokens\nSET changed = now(), value = '${drawn}'\nWHERE id = 3;`,
  'a word in brackets of a log': `INFO [token] value=${drawn}`,
  'the name of whose it is': `INFO token gh = ${drawn}`,
};

for (const [form, text] of Object.entries(MEMBERS))
  test(`${form} leads to the value`, () => {
    assert.ok(taken(text).includes(drawn));
    assert.not(text.includes(other) && !form.startsWith('a statement') && taken(text).includes(other));
  });

const CALLS: Readonly<Record<string, string>> = {
  'a type and what it is called': `new Token("gh", "${drawn}")`,
  'named arguments': `Token(name="gh", ttl=60, value="${drawn}")`,
  'arguments on lines of their own': `Token(\n    name='gh',\n    value='${drawn}',\n)`,
  'an object': `new Token({ id: 4, value: '${drawn}' })`,
  'members in brackets': `Token{"gh", "${drawn}"}`,
  'a function of the type': `Token::new("gh", "${drawn}")`,
  'a method of the type': `Token.fromString("${drawn}")`,
  'a method that changes things': `Token.create!(name: 'gh', value: '${drawn}')`,
  'a manager of the type': `Token.objects.create(name="gh", value="${drawn}")`,
  'a type over several lines': `new Token\n{\n    Id = 3,\n    Value = "${drawn}",\n}`,
  'a type of texts': `Token { id: 3, value: String::from("${drawn}") }`,
  'a type, as Go prints it': `got Token{ID:4 Value:${drawn}}`,
  'a type, as programs print it': `got Token(id=4, owner=x, value=${drawn})`,
  'a function that makes one': `createToken(name: "gh", value: "${drawn}")`,
  'a builder': `Token.builder().name("gh").value("${drawn}").build()`,
  'a variable of the type': `SecretKey k("${drawn}");`,
  'a collection': `db.tokens.insertOne({ _id: 1, value: '${drawn}' })`,
  'a list with its type': `tokens := []string{"${other}", "${drawn}"}`,
};

for (const [form, text] of Object.entries(CALLS))
  test(`the call of ${form} leads to the value`, () => assert.ok(taken(text).includes(drawn)));

const NOTHING: Readonly<Record<string, string>> = {
  'a digest beside the kind': `{"type":"secret","sha256":"${hex}","version":"${hex}"}`,
  'the value of another object': `{"type":"secret","name":"gh"},{"type":"blob","value":"${drawn}"}`,
  'a value above, of the block around': `value: ${drawn}\nchild:\n  type: token\n`,
  'a value below, of the block around': `- child:\n    type: token\n    note: x\n  value: ${drawn}\n`,
  'an item in front': `- value: ${drawn}\n- type: token\n`,
  'the value of an entry with another number': `entries.1.type=token\nentries.2.value=${drawn}\n`,
  'what a message does not speak of': `token refreshed for ann request=${hex}`,
  'a value on the next line of a log': `rotated secret gh\nvalue=${drawn}`,
  'what a function with such a name is given': `verifyToken("gh", "${drawn}")`,
  'the id of a type': `Token(id="${hex}", user="${hex}")`,
  'what an event holds of others': `{"event":"token.created","data":{"id":"${hex}","customer":"${drawn}"}}`,
  'what another key of a property list names': `<key>password</key>\n<integer>3</integer>\n<key>build</key>\n<string>${drawn}</string>`,
  'mailboxes of who has a password': '{"password":{"identifiers":["Ann2@example.test"]}}',
};

for (const [form, text] of Object.entries(NOTHING)) test(`${form} is none`, () => assert.equal(taken(text), []));

test('a name of what Ansible keeps encrypted leads to what a machine drew, and to nothing else', () => {
  assert.equal(taken(`vault_gh: ${drawn}\n`), [drawn]);
  assert.equal(taken('vault_mount: kv-of-the-team-2\n'), []);
  assert.equal(taken(`vault_checksum: ${hex}\n`), []);
});

test('a cell with the name of something may stand between a kind and what a machine drew', () => {
  assert.equal(taken(`| token | gh | ${drawn} |\n`), [drawn]);
  assert.equal(taken(`| token | sha1 | ${hex} |\n`), []);
});

test('what takes the place of a value in a sentence is one too', () => {
  assert.equal(taken(`token for ci changed from ${other} to ${drawn}\n`), [other, drawn]);
});

test('items of a list in a map of secrets are values', () => {
  assert.equal(taken(`{"secrets": {"keys": ["${other}", "${drawn}"]}}`), [other, drawn]);
});

test.run();
