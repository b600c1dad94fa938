import { Detector } from '../../../src/detect/detector.ts';
import { knownPieces } from '../../../src/detect/known/known-set.ts';
import { anchorsOf, LEAST_BITS } from '../../../src/detect/known/prints/anchors.ts';
import { openPrints, sealPrints } from '../../../src/detect/known/prints/file.ts';
import { parsePrintKey, printKeys } from '../../../src/detect/known/prints/keys.ts';
import { PrintedValues } from '../../../src/detect/known/prints/matcher.ts';
import { type Prints, printsOf } from '../../../src/detect/known/prints/prints.ts';
import { bitsOf } from '../../../src/detect/known/strength.ts';
import { TextScan } from '../../../src/scan/text-scan.ts';
import { Secret } from '../../../src/secret.ts';
import { Budget } from '../../../src/view/budget.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { BASE62, ENCODINGS, placed, Random } from './helpers.ts';

const test = suite('known values: fingerprints');
const KEY = Buffer.alloc(32, 7);

function printed(values: readonly (readonly [name: string, text: string])[], weak: boolean = false): Prints {
  const { pieces } = knownPieces(values.map(([name, text]) => ({ name, secret: new Secret(text) })));
  return printsOf(
    pieces.flatMap((piece) => anchorsOf(piece, weak)),
    printKeys(KEY),
  );
}

function finderOf(prints: Prints, plain: boolean = false): PrintedValues {
  const { base, confirm } = printKeys(KEY);
  return new PrintedValues({ prints, base, confirm }, plain);
}

test('finds values of which it has fingerprints alone, in every encoding and alignment', () => {
  const random = new Random(7);
  const values = Array.from(
    { length: 60 },
    (_, index) => [`V${index}`, random.text(BASE62, 18 + random.int(60))] as const,
  );
  const detector = new Detector([], { known: finderOf(printed(values)) });
  const missed: string[] = [];
  for (let count = 0; count < 3000; count++) {
    const [name, text] = values[count % values.length] as (typeof values)[number];
    const [encoding, write] = random.pick(ENCODINGS);
    const bytes = placed(write(text, random), random);
    const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
    const { detections } = new TextScan(detector, new Budget(bytes.length), 0, () => undefined).scan(window, true);
    const found = detections.some(({ known }) => known?.name === name && known.part === undefined);
    if (!found) missed.push(`${encoding}, ${text.length} characters`);
  }
  assert.equal(missed, []);
});

test('finds the head and the end of a value, and says how much of it is there', () => {
  const text = new Random(3).text(BASE62, 48);
  const prints = printed([['A', text]]);
  for (const plain of [false, true]) {
    const finder = finderOf(prints, plain);
    for (const part of [text.slice(0, 20), text.slice(-20)]) {
      const [match, ...others] = finder.find(Buffer.from(`x ${part} y`));
      assert.equal([match?.name, match?.shown, match?.chars, others.length], ['A', 16, 48, 0]);
      assert.ok((match?.bits ?? 0) > 60 && (match?.bits ?? 0) < 100);
    }
    assert.equal(finder.find(Buffer.from(`x ${text.slice(0, 15)} y`)), []);
    const [whole] = finder.find(Buffer.from(`x ${text} y`));
    assert.equal([whole?.start, whole?.end, whole?.shown], [2, 50, 48]);
  }
});

test('no window holds less than 72 bits of a value, in no encoding', () => {
  const random = new Random(11);
  for (const [alphabet, length] of [
    [BASE62, 16],
    [BASE62, 40],
    ['0123456789abcdef', 40],
    [`${BASE62}"$%&/`, 30],
    ['äöüß€', 40],
  ] as const) {
    const text = random.text(alphabet, length);
    const { pieces } = knownPieces([{ name: 'A', secret: new Secret(text) }]);
    const each = bitsOf(text) / text.length;
    for (const piece of pieces) {
      for (const { bytes, form } of anchorsOf(piece, false)) {
        // Whatever the escapes: a window cannot hold fewer characters than its share of the form.
        const escapes = form.length - form.chars * Math.max(1, Math.floor(form.length / form.chars));
        const least = ((bytes.length - Math.max(0, escapes)) * form.chars) / form.length;
        assert.ok(
          Math.max(least, (bytes.length * form.chars) / form.length) * each >= LEAST_BITS - each,
          form.steps.join(),
        );
      }
    }
  }
});

test('values of fewer bits are exported when that is asked for alone', () => {
  for (const text of ['correct-horse-battery-staple', 'Tr0ub4dor&3', '0123456789abcdef', 'hunter2hunter3']) {
    const { pieces } = knownPieces([{ name: 'A', secret: new Secret(text) }]);
    assert.equal(
      pieces.flatMap((piece) => anchorsOf(piece, false)),
      [],
      text,
    );
  }
  const [match] = finderOf(printed([['A', 'Tr0ub4dor&3']], true)).find(Buffer.from('p=Tr0ub4dor&3;'));
  assert.is(match?.name, 'A');
});

test('a sealed file opens with its key alone, and only as it was sealed', () => {
  const prints = printed([['THE_NAME', new Random(1).text(BASE62, 40)]]);
  const text = sealPrints(prints, printKeys(KEY), 'a warning');
  assert.not.match(text, /THE_NAME/);
  const { header, prints: opened } = openPrints(text, KEY);
  assert.equal(JSON.parse(JSON.stringify(prints)), opened);
  assert.is(header.count % 64, 0);
  assert.is(header.warning, 'a warning');
  assert.throws(() => openPrints(text, Buffer.alloc(32, 8)), /made with another key/);
  assert.throws(() => openPrints(text.replace('a warning', 'no warning'), KEY), /it is damaged/);
  assert.throws(
    () =>
      openPrints(
        text.replace(/"sealed": \[\n  "./, (head) => `${head.slice(0, -1)}!`),
        KEY,
      ),
    /it is damaged/,
  );
  assert.throws(() => openPrints('{', KEY), /it is no JSON/);
  assert.throws(() => openPrints('{"format":"other"}', KEY), /its format is not/);
  assert.throws(() => openPrints('null', KEY), /its format is not/);
  assert.throws(() => openPrints(JSON.stringify({ format: header.format }), KEY), /a member of it is missing/);
});

test('files of one and of several values are of one size, and no two are alike', () => {
  const random = new Random(5);
  const sizes = [1, 2, 5].map((count) => {
    const values = Array.from({ length: count }, (_, index) => [`V${index}`, random.text(BASE62, 30)] as const);
    return sealPrints(printed(values), printKeys(KEY)).length;
  });
  assert.is(new Set(sizes.map((size) => Math.ceil(size / 5600))).size <= 2, true, sizes.join());
  const prints = printed([['A', random.text(BASE62, 30)]]);
  assert.not.equal(sealPrints(prints, printKeys(KEY)), sealPrints(prints, printKeys(KEY)));
});

test('takes a key in hexadecimal or base64, and repeats none that is wrong', () => {
  for (const form of ['hex', 'base64', 'base64url'] as const)
    assert.equal(Buffer.from(parsePrintKey(` ${KEY.toString(form)}\n`)), KEY);
  for (const wrong of ['', 'short', KEY.toString('hex').slice(1), `${KEY.toString('base64')}AA`, 'with a blank'])
    assert.throws(() => parsePrintKey(wrong), /^(?!.*(?:short|blank with)).*the key is not 32 bytes/);
});

test('keys for different uses are different', () => {
  const { base, confirm, seal, id } = printKeys(KEY);
  assert.is(base % 2, 1);
  assert.not.equal(Buffer.from(confirm), Buffer.from(seal));
  assert.not.ok(Buffer.from(confirm).toString('hex').startsWith(id));
  assert.not.equal(printKeys(Buffer.alloc(32, 8)).base, base);
});

test.run();
