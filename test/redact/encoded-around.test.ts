import { parse } from 'yaml';
import { Detector } from '../../src/detect/detector.ts';
import { knownSet } from '../../src/detect/known/known-set.ts';
import { KnownValues } from '../../src/detect/known/matcher.ts';
import { Redactor } from '../../src/redact/redactor.ts';
import { Secret } from '../../src/secret.ts';
import { BASE62, Random } from '../detect/known/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';
import { contextOf } from '../scan/helpers.ts';

const test = suite('redaction of declared values in encodings');

const VALUE = new Random(20_261_201).text(BASE62, 30);
const MARK = '[REDACTED:known-value]';
const { tables } = knownSet([{ name: 'V', secret: new Secret(VALUE) }]);
const CONTEXT = contextOf({ detector: new Detector([], { known: new KnownValues(tables) }) });

async function redacted(path: string, text: string): Promise<string> {
  const { bytes } = await new Redactor(CONTEXT).redact(Buffer.from(text), path);
  assert.not(bytes.includes(VALUE));
  return bytes.toString();
}

for (const encoding of ['base64', 'base64url', 'hex'] as const)
  test(`what stands around a declared value in ${encoding} can be decoded afterwards, at every alignment`, async () => {
    for (const before of ['', 'a', 'ab', 'abc', '{"k":"'])
      for (const behind of ['', '"}', ' and more']) {
        const text = Buffer.from(before + VALUE + behind).toString(encoding);
        const copy = JSON.parse(await redacted('a.har', JSON.stringify({ text }))) as { text: string };
        assert.is(Buffer.from(copy.text, encoding).toString(), before + MARK + behind);
      }
  });

test('base64 that is wrapped keeps its lines, and its last one is the only short one', async () => {
  const text = Buffer.from(`${'some text in front '.repeat(5)}${VALUE}${' and behind'.repeat(9)}`).toString('base64');
  const copy = await redacted('a.txt', `${text.replace(/.{76}/g, '$&\n')}\n`);
  assert.match(Buffer.from(copy, 'base64').toString(), `front ${MARK} and`);
  const lines = copy.trimEnd().split('\n');
  assert.ok(lines.slice(0, -1).every(({ length }) => length === 76));
});

test('base64 in base64 is undone down to the value', async () => {
  const inner = Buffer.from(`pre ${VALUE} post`).toString('base64');
  const copy = await redacted('a.txt', `x ${Buffer.from(`head ${inner} tail`).toString('base64')} y`);
  const [, outer = ''] = copy.split(' ');
  const [, middle = ''] = Buffer.from(outer, 'base64').toString().split(' ');
  assert.is(Buffer.from(middle, 'base64').toString(), `pre ${MARK} post`);
});

test('a key of YAML behind a question mark is quoted', async () => {
  const copy = parse(await redacted('a.yaml', `? ${VALUE}\n: 1\n`)) as Record<string, number>;
  assert.equal(Object.keys(copy), [MARK]);
});

test.run();
