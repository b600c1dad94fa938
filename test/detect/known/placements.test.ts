/** No form of a value is missed, at any alignment. What views and containers add is tried by `test/scan/placements.test.ts`. */
import { Detector } from '../../../src/detect/detector.ts';
import { knownSet } from '../../../src/detect/known/known-set.ts';
import { KnownValues } from '../../../src/detect/known/matcher.ts';
import { TextScan } from '../../../src/scan/text-scan.ts';
import { Secret } from '../../../src/secret.ts';
import { Budget } from '../../../src/view/budget.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { BASE62, ENCODINGS, ODD, OUTER, placed, Random } from './helpers.ts';

const test = suite('known values: placements');
const PLACEMENTS = 8000;

interface Value {
  readonly name: string;
  readonly text: string;
}

function valuesOf(random: Random, count: number): readonly Value[] {
  return Array.from({ length: count }, (_, index) => {
    const length = 12 + random.int(117);
    const alphabet = index % 3 === 0 ? ODD : BASE62;
    // Blanks at the ends are taken off by those who read values.
    const [first, last] = [random.text(BASE62, 1), random.text(BASE62, 1)];
    return { name: `V${index}`, text: `${first}${random.text(alphabet, length - 2)}${last}` };
  });
}

function namesIn(bytes: Buffer, detector: Detector): readonly string[] {
  const scan = new TextScan(detector, new Budget(bytes.length), 0, () => undefined);
  const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
  const { detections } = scan.scan(window, true);
  return detections.flatMap(({ known }) => (known === undefined || known.part !== undefined ? [] : [known.name]));
}

test(`finds each of ${PLACEMENTS} placements`, () => {
  const random = new Random(20_261_127);
  const values = valuesOf(random, 300);
  const { tables, refused } = knownSet(values.map(({ name, text }) => ({ name, secret: new Secret(text) })));
  assert.equal(refused, []);
  const detector = new Detector([], { known: new KnownValues(tables) });
  const missed: string[] = [];
  for (let count = 0; count < PLACEMENTS; count++) {
    const { name, text } = values[count % values.length] as Value;
    const [encoding, write] = random.pick(ENCODINGS);
    const inner = write(text, random);
    const [outside, wrap] = random.pick(OUTER);
    // Digits of fewer than 18 bytes make no view; the value itself is found in them, an encoding of it is not.
    const isNested = typeof inner === 'string' && inner.length >= 18 && random.int(3) === 0;
    const bytes = placed(isNested ? wrap(inner, random) : inner, random);
    if (!namesIn(bytes, detector).includes(name))
      missed.push(`${encoding}${isNested ? ` in ${outside}` : ''}, ${text.length} characters`);
  }
  assert.equal(missed, []);
});

test.run();
