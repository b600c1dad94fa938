import { deflateRawSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { lzStringOf } from '../../helpers/lz-string.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('texts packed in addresses');

function texts(text: string, kind: string): string[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)]
    .filter((view) => view.kind === kind)
    .map((view) => view.bytes.toString());
}

const NOTE = 'A note that says the same, and the same, and the same again: ä € – twice, twice.';
/** The note as lz-string 1.5.0 packs it, in either alphabet. */
const PACKED = 'IIAgdg9gLgpiUAsCGUQGckE83wXDAtjADQhJgAmu+SRp5ViNRZA5kgJZgBcIAJyEA1BCEDIBPADuHAMYkJ0mADogA===';
const IN_ADDRESS = 'IIAgdg9gLgpiUAsCGUQGckE83wXDAtjADQhJgAmu+SRp5ViNRZA5kgJZgBcIAJyEA1BCEDIBPADuHAMYkJ0mADogA';
const PLAIN_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PLANTUML_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
const deflated = deflateRawSync(NOTE).toString('base64');

test('what packs texts for these tests gives the digits of lz-string', () => {
  assert.is(lzStringOf(NOTE), IN_ADDRESS);
});

test('what lz-string packed is read where a playground or a drawing says so, and nowhere else', () => {
  assert.equal(texts(`[play](https://example.com/play?#code/${IN_ADDRESS})\n`, 'lz-string'), [NOTE]);
  // In an address `-` stands for the last of the digits.
  const dashed = 'IIAgJghgzgFiCWA7EAXGBTc8Dm8VRAHsAzEAJmIA4AHARwBoQJEwQB3ARig-QDog';
  assert.equal(texts(`#code/${dashed}\n`, 'lz-string'), ['A dash in the digits of 2f8pq, and w1s1e.']);
  const drawing = `# Drawing\n\`\`\`compressed-json\n${PACKED.slice(0, 80)}\n\n${PACKED.slice(80)}\n\`\`\`\n`;
  assert.equal(texts(drawing, 'lz-string'), [NOTE]);
  assert.equal(texts(`digits:\n${PACKED}\n`, 'lz-string'), []);
});

test('diagrams of PlantUML are read on any server', () => {
  const digits = Array.from(deflated.replace(/=+$/, ''), (digit) => PLANTUML_DIGITS[PLAIN_DIGITS.indexOf(digit)]).join(
    '',
  );
  for (const address of ['https://www.plantuml.com/plantuml/svg/', 'https://uml.example.org:8080/uml/'])
    assert.equal(texts(`![d](${address}${digits})`, 'deflate-raw'), [NOTE], address);
  assert.equal(texts(`https://example.org/other/${digits}`, 'deflate-raw'), []);
});

test('deflated base64 is read in requests of SAML and addresses of draw.io', () => {
  assert.equal(texts(`GET /sso?SAMLRequest=${deflated}&RelayState=1`, 'deflate-raw'), [NOTE]);
  assert.equal(texts(`https://viewer.diagrams.net/?title=a#R${deflated}\n`, 'deflate-raw'), [NOTE]);
  assert.equal(texts(`GET /sso?other=${deflated}`, 'deflate-raw'), []);
});

const digits = (text: string): string => deflateRawSync(text).toString('base64').replaceAll('+', '%2B');

test('short and long ones are read in large texts too, whatever their data looks like', () => {
  const lines = 'a line of a log that says nothing of interest\n'.repeat(6000);
  for (const length of [8, 20, 40, 300]) {
    const text = `key = ${'0123456789abcdef'.repeat(20).slice(0, length)};`;
    const packed = [`play?#code/${lzStringOf(text)}`, `\`\`\`compressed-json\n${lzStringOf(text)}\n\`\`\``];
    for (const one of packed) assert.equal(texts(`${lines}${one}\n${lines}`, 'lz-string'), [text], one);
    const requests = [`SAMLRequest=${digits(text)}`, `//app.diagrams.net/?a=1#R${digits(text)}`];
    for (const one of requests.filter((request) => !request.includes('%')))
      assert.equal(texts(`${lines}GET ${one} 200\n${lines}`, 'deflate-raw'), [text], one);
  }
});

test('digits that were cut give what they hold', () => {
  const [cut = ''] = texts(`https://example.com/play?#code/${IN_ADDRESS.slice(0, 90)} `, 'lz-string');
  assert.ok(cut.length > 30 && NOTE.startsWith(cut.slice(0, -1)));
});

test.run();
