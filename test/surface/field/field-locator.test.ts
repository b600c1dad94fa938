import * as fc from 'fast-check';
import { FieldLocator } from '../../../src/surface/field/field-locator.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('FieldLocator');

/** The fields of each `@` in a text. */
function fieldsOf(name: string, text: string): (string | undefined)[] {
  const bytes = Buffer.from(text);
  const locator = new FieldLocator(name);
  const fields: (string | undefined)[] = [];
  for (let at = bytes.indexOf('@'); at >= 0; at = bytes.indexOf('@', at + 1)) fields.push(locator.at(bytes, 0, at));
  return fields;
}

test('JSON gives a path of members and indexes', () => {
  const text = '{"a": {"b": ["x", {"c d": "@"}, "@"]}, "e,:{": 1, "f": "@\\"@", "@": 2}';
  assert.equal(fieldsOf('a.json', text), ["$.a.b[1]['c d']", '$.a.b[2]', '$.f', '$.f', '$']);
  assert.equal(fieldsOf('a.json', '[["@"],[1,"@"]]'), ['$[0][0]', '$[1][1]']);
});

test('the name of a member in JSON stands in its object, not in the member before it', () => {
  assert.equal(fieldsOf('a.json', '{"a": {"b": 1, "@": {"c": "@"}}, "@@": 2}'), ['$.a', "$.a['@'].c", '$', '$']);
  assert.equal(fieldsOf('a.json', '[{"@": 1}, {"@": "@"}]'), ['$[0]', '$[1]', "$[1]['@']"]);
});

test('any place in JSON is found by the way that leads to it', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const wrap = fc.array(
    fc.oneof(
      fc.nat(5),
      fc.string({ maxLength: 6 }).filter((key) => !/[@\\"]/.test(key)),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(json, wrap, (other, way) => {
      const bare = JSON.stringify(other).includes('@') ? null : other;
      let value: unknown = '@';
      let path = '';
      for (const key of way) {
        path = `${typeof key === 'number' ? `[${key}]` : stepOf(key)}${path}`;
        value = typeof key === 'number' ? [...Array.from({ length: key }, () => bare), value, bare] : { [key]: value };
      }
      fc.pre(way.length > 0 && way.every((key) => key !== '__proto__'));
      assert.equal(fieldsOf('a.json', JSON.stringify(value, null, 1)), [`$${path}`]);
    }),
  );
});

function stepOf(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : `['${key.replaceAll(/['\\]/g, String.raw`\$&`)}']`;
}

test('lines of JSON are values of their own, also behind the first window', () => {
  const text = '{"a":"@"}\n{"b":{"c":["@"]}}\n';
  assert.equal(fieldsOf('a.jsonl', text), ['$.a', '$.b.c[0]']);
  const bytes = Buffer.from(`x\n${text}`);
  assert.is(new FieldLocator('a.jsonl').at(bytes, 1000, 1000 + bytes.lastIndexOf('@')), '$.b.c[0]');
});

test('broken JSON and plain text give no field', () => {
  assert.equal(fieldsOf('a.json', '{"a": ]"@"}'), [undefined]);
  assert.equal(fieldsOf('a.json', '{"a": "x\n", "b": "@"}'), [undefined]);
  assert.equal(fieldsOf('a.json', `${'['.repeat(300)}"@"`), [undefined]);
  assert.equal(fieldsOf('a.txt', 'some text @'), [undefined]);
});

test('XML gives the way of elements, and the attribute', () => {
  const text =
    '<?xml version="1.0"?><!-- <x> --><suite><case/><case name="a > b" id="@"><failure message=\'@\'>@<![CDATA[</case>@]]></failure></case>@</suite>';
  assert.equal(fieldsOf('junit.xml', text), [
    '/suite/case[2]/@id',
    '/suite/case[2]/failure/@message',
    '/suite/case[2]/failure',
    '/suite/case[2]/failure',
    '/suite',
  ]);
  assert.equal(fieldsOf('r.html', '<!DOCTYPE html><html><br><p>@</div></p><p>@<!-- @ -->'), [
    '/html/p',
    '/html/p[2]',
    '/html/p[2]/comment()',
  ]);
});

test('what a script of a page compares and styles are no elements', () => {
  const html = '<html><script>if (a<b.length && c>d) x("@");</script><style>a<b{}@</style><p>@</p></html>';
  assert.equal(fieldsOf('r.html', html), ['/html/script', '/html/style', '/html/p']);
  const xml = '<resources><style name="a"><item name="b">@</item></style></resources>';
  assert.equal(fieldsOf('r.xml', xml), ['/resources/style/item']);
});

test('YAML gives keys and items, through scalars, documents and flow', () => {
  const text = [
    'a:',
    '  b: "@"',
    '  # c: x',
    '  list:',
    '  - x: 1',
    '    y: @',
    '  - - @',
    '    - @',
    '  text: |',
    '    key: @',
    '',
    '    more',
    '  flow: {k: @}',
    "'q r': @",
    '---',
    'items:',
    '  - @',
  ].join('\n');
  assert.equal(fieldsOf('a.yaml', text), [
    '$.a.b',
    '$.a.list[0].y',
    '$.a.list[1][0]',
    '$.a.list[1][1]',
    '$.a.text',
    '$.a.flow',
    "$['q r']",
    '$.items[0]',
  ]);
});

test('a key in YAML stands in its mapping', () => {
  const text = 'a:\n  é@: @\n  "@": @\n  list:\n    - x@: 1\n      k: @\ny@: |\n  @\n';
  const fields = ['$.a', "$.a['é@']", '$.a', "$.a['@']", '$.a.list[0]', '$.a.list[0].k', '$', "$['y@']"];
  assert.equal(fieldsOf('a.yaml', text), fields);
});

/** A value below so many keys of YAML. */
function nested(depth: number): string {
  const lines = Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}k:`);
  return `${lines.join('\n')} @`;
}

test('YAML gives nothing in front of the first key and below the deepest nesting that is followed', () => {
  assert.equal(fieldsOf('a.yaml', '# @\n\na: @\n'), [undefined, '$.a']);
  assert.equal(fieldsOf('a.yaml', nested(128)), [`$${'.k'.repeat(128)}`]);
  assert.equal(fieldsOf('a.yaml', nested(129)), [undefined]);
});

test('Markdown gives the key of front matter and the cell of a table', () => {
  const text = '---\nnote: @\n---\n# @\n\n| Name | Token |\n|---|---|\n| a | x |\n| b | @ |\n';
  assert.equal(fieldsOf('adr.md', text), ['fm:$.note', undefined, 'table.rows[1].Token']);
  assert.equal(fieldsOf('b.md', '| @ |\n'), [undefined]);
});

test('tables one behind the other have rows of their own, also where their heads were asked for', () => {
  const first = '| @ | Key |\n|---|---|\n| a | @ |\n| @ | b |\n';
  const second = '\n@\n\n|Name|Token|\n|:--|--:|\n|a|@|\n';
  assert.equal(fieldsOf('b.md', `${first}${second}| @ |`), [
    undefined,
    'table.rows[0].Key',
    "table.rows[1]['@']",
    undefined,
    'table.rows[0].Token',
    'table.rows[1].Name',
  ]);
});

test('CSV gives the row and the column by name, fields in quotes whole', () => {
  assert.equal(fieldsOf('i.csv', 'id,"the body",x\n1,"a, ""b""\nc @",2\n2,d,@\n'), [
    "rows[0]['the body']",
    'rows[1].x',
  ]);
  assert.equal(fieldsOf('i.tsv', 'id\tbody\n1\t@\n'), ['rows[0].body']);
});

test('settings give their key with its section', () => {
  assert.equal(fieldsOf('a.ini', '[core]\nname = x\n[my remote]\nurl = @\n'), ['my remote.url']);
  assert.equal(fieldsOf('.env', 'A=1\nexport TOKEN="@"\n'), ['TOKEN']);
  assert.equal(
    fieldsOf('a.properties', 'up.token=a\\\n   @\n'),
    ['up.token'].map(() => "['up.token']".slice(2, -2)),
  );
});

test('settings of several sections give each the nearest one above, and long values their key', () => {
  const text = 'top = @\n[a]\nk = @\nlist = x\\\n  y\\\n  @\n  @\n[b.c]\nk = @ @\n';
  assert.equal(fieldsOf('a.ini', text), ['top', 'a.k', 'a.list', undefined, 'b.c.k', 'b.c.k']);
});

test('no text makes it throw', () => {
  const names = fc.constantFrom('a.json', 'a.xml', 'a.yaml', 'a.md', 'a.csv', 'a.ini', 'a.txt');
  const text = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '<a',
      '>',
      '</a>',
      '\n',
      '- ',
      'k: ',
      '|',
      '=',
      '@',
      '---',
      '\\',
      '<!--',
    ),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(names, text, (name, parts) => {
      fieldsOf(name, parts.join(''));
    }),
  );
});

test.run();
