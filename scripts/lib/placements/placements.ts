import { ENCODINGS, type Encoding } from './encodings.ts';
import { BASE62, ODD, type Random } from './random.ts';
import type { PlacedValue } from './values.ts';

/** A value in a text, in up to three encodings inside one another. */
export interface Placement {
  readonly value: PlacedValue;
  /** Its encodings, outermost first, and what stands beside it. */
  readonly form: string;
  readonly bytes: Buffer;
}

/** How many encodings stand round a value. */
const DEPTHS = [0, 1, 1, 1, 2, 2, 3] as const;

interface Neighbours {
  readonly kind: string;
  before(random: Random): string;
  after(random: Random): string;
}

/** What may stand beside a token, which is a word of its own. */
const WORD: readonly Neighbours[] = [
  { kind: 'alone', before: () => '', after: () => '' },
  { kind: 'quoted', before: () => '"', after: () => '"' },
  {
    kind: 'in a line',
    before: (random) =>
      `${random.text(BASE62, random.int(4))}${random.pick([' ', '=', ': ', '="', "='", '>', ',', '('])}`,
    after: (random) => random.pick(['', ' ', '\n', '"', ',', ';', '<', ')', ' end']),
  },
  {
    kind: 'in lines',
    before: (random) => `${random.text(`${BASE62} `, random.int(40))}\n`,
    after: (random) => `\n${random.text(`${BASE62} `, random.int(40))}`,
  },
];

/** What may stand beside a declared value: anything. */
const ANY: readonly Neighbours[] = [
  ...WORD,
  {
    kind: 'glued to letters',
    before: (random) => random.text(BASE62, random.int(4)),
    after: (random) => random.text(BASE62, random.int(4)),
  },
  {
    kind: 'glued to signs',
    before: (random) => random.text(ODD.slice(BASE62.length), random.int(4)),
    after: (random) => random.text(ODD.slice(BASE62.length), random.int(4)),
  },
];

/** A random placement of a value. */
export function placementOf(value: PlacedValue, random: Random): Placement {
  const beside = random.pick(value.rule === undefined ? ANY : WORD);
  const form = [beside.kind];
  let bytes = between(beside, Buffer.from(value.text), random);
  let gives: Encoding['gives'] = 'text';
  const depth = random.pick(DEPTHS);
  const used = new Set<Encoding>();
  for (let level = 1; level <= depth; level++) {
    const isAscii = !/[^\0-\x7f]/.test(bytes.toString('latin1'));
    const isLast = level === depth;
    const encoding = random.pick(
      ENCODINGS.filter(
        (one) => fits(one, gives, isAscii || isLast) && !used.has(one) && (isLast || one.isFile !== true),
      ),
    );
    if (encoding.once === true) used.add(encoding);
    bytes = Buffer.from(encoding.write(bytes, random));
    // Lines stay lines, however a text is escaped.
    if (gives !== 'lines' || encoding.gives !== 'text') ({ gives } = encoding);
    form.unshift(encoding.name);
    if (gives === 'bytes') continue;
    const around = random.pick(AROUND[gives]);
    form[0] += around.kind === 'alone' ? '' : ` (${around.kind})`;
    bytes = between(around, bytes, random);
  }
  return { value, form: form.join(' > '), bytes: placed(bytes, gives, random) };
}

/** Beside digits: signs of other alphabets. */
const BESIDE_DIGITS: readonly Neighbours[] = [
  {
    kind: 'beside signs',
    before: (random) => random.pick(['id-', 'a_', '/', 'x/', 'a+', '.', 'eyJ.', '%', '\\n', '#']),
    after: (random) => random.pick(['.', '-end', '_', '/', '/x', '#', '&', '%']),
  },
];

function fits({ takes, isAsciiInside }: Encoding, gives: Encoding['gives'], isAscii: boolean): boolean {
  return (takes === 'bytes' || gives !== 'bytes') && (isAscii || isAsciiInside !== true);
}

/** Lines hold what is encoded and nothing else; a line of digits alone, or one that ends in an equals sign, may go on with them for all that anyone can tell. */
const BESIDE_LINES: readonly Neighbours[] = [
  { kind: 'alone', before: () => '', after: () => '' },
  { kind: 'in prose', before: () => 'as it stands below:\n', after: () => '\nand so on' },
  {
    kind: 'between lines',
    before: (random) => `${random.text(`${BASE62} `, random.int(40))} -\n`,
    after: (random) => `\n${random.text(BASE62, random.int(12))}: ${random.text(`${BASE62} `, random.int(40))}`,
  },
];

/** What may stand beside each kind of encoded text. */
const AROUND: Readonly<Record<Exclude<Encoding['gives'], 'bytes'>, readonly Neighbours[]>> = {
  digits: [...WORD, ...BESIDE_DIGITS],
  lines: BESIDE_LINES,
  text: WORD,
};

function between(neighbours: Neighbours, bytes: Buffer, random: Random): Buffer {
  return Buffer.concat([Buffer.from(neighbours.before(random)), bytes, Buffer.from(neighbours.after(random))]);
}

/** A file in which the bytes stand: between lines of a log, or all of it. */
function placed(bytes: Buffer, gives: Encoding['gives'], random: Random): Buffer {
  if (gives === 'bytes') return bytes;
  if (gives === 'lines') return Buffer.concat([Buffer.from('It reads:\n'), bytes, Buffer.from('\nand no more.\n')]);
  const [before, after] = [random.text(`${BASE62} =:`, random.int(40)), random.text(`${BASE62} =:`, random.int(40))];
  return random.pick([bytes, Buffer.concat([Buffer.from(`${before}\n`), bytes, Buffer.from(`\n${after}\n`)])]);
}
