import { knownSet } from '../../../src/detect/known/known-set.ts';
import { KnownValues } from '../../../src/detect/known/matcher.ts';
import { Secret } from '../../../src/secret.ts';
import type { NamedValue } from '../../../src/types.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { BASE62, ODD, Random } from './helpers.ts';

const test = suite('known values: matcher');

function named(...texts: readonly string[]): readonly NamedValue[] {
  return texts.map((text, index) => ({ name: `V${index}`, secret: new Secret(text) }));
}

function found(values: readonly NamedValue[], text: string | Buffer): readonly string[] {
  const { tables } = knownSet(values);
  const bytes = Buffer.from(text as string);
  const results = [false, true].map((plain) => new KnownValues(tables, plain).find(bytes));
  assert.equal(results[0], results[1], 'WebAssembly and TypeScript find the same');
  return (results[0] ?? []).map(({ name, start, end, steps, shown }) => [name, start, end, ...steps, shown].join(' '));
}

test('values of 8 to 11 characters count as words of their own alone', () => {
  const values = named('k3yP4ss9');
  assert.equal(found(values, 'a k3yP4ss9 b'), ['V0 2 10 8']);
  assert.equal(found(values, '"k3yP4ss9"'), ['V0 1 9 8']);
  assert.equal(found(values, 'k3yP4ss9'), ['V0 0 8 8']);
  assert.equal(found(values, 'ak3yP4ss9 k3yP4ss9_ xk3yP4ss9x k3yP4ss'), []);
  assert.equal(found(values, `t: ${Buffer.from('k3yP4ss9').toString('base64')}`), ['V0 3 14 base64 8']);
  assert.equal(found(values, Buffer.from('k3yP4ss9').toString('hex')), ['V0 0 16 hex 8']);
});

test('letters with marks count in Latin-1 as well, as bytes and as the numbers of their characters', () => {
  const values = named('k3y\u00e9P"4ss\u00d19zQ');
  assert.equal(found(values, Buffer.from('x k3y\u00e9P"4ss\u00d19zQ', 'latin1')), ['V0 2 15 latin1 13']);
  for (const spelled of [
    String.raw`k3y\xe9P"4ss\xd19zQ`,
    String.raw`k3y\xE9P\"4ss\xD19zQ`,
    String.raw`k3y\351P"4ss\3219zQ`,
    'k3y%E9P%224ss%D19zQ',
  ])
    assert.equal(found(values, `x ${spelled}`), [`V0 2 ${2 + spelled.length} escapes 13`]);
  assert.equal(found(named('k3yP4ssD19zQ'), Buffer.from('k3y\u00e9P4ssD19zQ', 'latin1')), []);
});

test('values of 12 to 15 characters count anywhere, and whole alone', () => {
  const values = named('aB3dE6gH9jK2', 'zY8xW7vU6tS5rQ4');
  assert.equal(found(values, 'xaB3dE6gH9jK2y-zY8xW7vU6tS5rQ4z'), ['V0 1 13 12', 'V1 15 30 15']);
  assert.equal(found(values, 'aB3dE6gH9jK zY8xW7vU6tS5rQ'), []);
});

test('16 characters of the head or the end of a longer value count, its public head left out', () => {
  const secret = new Random(1).text(BASE62, 36);
  const values = named(`ghp_${secret}`);
  assert.equal(found(values, `(${secret.slice(0, 16)})`), ['V0 1 17 18']);
  assert.equal(found(values, `(${secret.slice(-16)})`), ['V0 1 17 18']);
  assert.equal(found(values, `(ghp_${secret.slice(0, 15)})`), []);
  assert.equal(found(values, `(ghp_${secret})`), ['V0 1 41 40']);
  const hex = Buffer.from(`ghp_${secret}`).toString('hex');
  assert.equal(found(values, hex.slice(0, 48)), ['V0 0 48 hex 22']);
});

test('a value that lies in another one gives way to it', () => {
  const long = new Random(2).text(BASE62, 40);
  assert.equal(found(named(long.slice(5, 30), long), `= ${long}.`), ['V1 2 42 40']);
});

test('lines of one value that stand one behind the other are one match', () => {
  const random = new Random(3);
  const lines = Array.from({ length: 6 }, () => random.text(BASE62, 64));
  const values = named(lines.join('\n'));
  const text = lines.map((line) => `    ${line}\\n`).join('');
  const [match, ...others] = new KnownValues(knownSet(values).tables).find(Buffer.from(text));
  assert.equal(others, []);
  assert.equal([match?.start, match?.end, match?.chars], [4, text.length - 2, 389]);
  assert.is(found(values, `${lines[0]} ${' '.repeat(200)} ${lines[1]}`).length, 2);
});

test('a value of many characters is found by each of its pieces', () => {
  const value = new Random(4).text(BASE62, 1000);
  assert.equal(found(named(value), `x${value}y`), ['V0 1 1001 1000']);
  assert.is(found(named(value), value.slice(500, 700)).length, 1);
});

test('a match belongs to the range in which it begins, as does a part of one', () => {
  const random = new Random(5);
  const values = named(...Array.from({ length: 20 }, () => random.text(ODD, 40)));
  const finder = new KnownValues(knownSet(values).tables);
  const parts = values.map(({ secret }) => Buffer.from(`${random.text(BASE62, 60)} ${secret.reveal()}`));
  const bytes = Buffer.concat(parts);
  const whole = finder.find(bytes);
  assert.is(whole.length, 20);
  const pieces = [];
  for (let from = 0; from < bytes.length;) {
    const to = from + 1 + random.int(90);
    pieces.push(...finder.find(bytes, from, to));
    from = to;
  }
  assert.equal(pieces, whole);
});

test('heads that many values share are public: a text that repeats them costs little', () => {
  const random = new Random(6);
  const values = named(...Array.from({ length: 3000 }, () => `acmecorplive${random.text(BASE62, 30)}`));
  const { tables } = knownSet(values);
  const finder = new KnownValues(tables);
  const text = Buffer.from('acmecorplive '.repeat(20_000));
  assert.equal(finder.find(text), []);
  const one = values[77]?.secret.reveal() ?? '';
  assert.equal(
    finder.find(Buffer.from(`${one} ${one.slice(12, 30)}`)).map(({ name, shown }) => `${name} ${shown}`),
    ['V77 42', 'V77 25'],
  );
});

test('more values than there is room for in every form are searched for in everyday forms', () => {
  const random = new Random(8);
  const values = named(...Array.from({ length: 11_000 }, () => random.text(BASE62, 28)));
  const { tables, every } = knownSet(values);
  assert.is(every, false);
  const finder = new KnownValues(tables);
  const missed: string[] = [];
  for (let index = 0; index < values.length; index += 37) {
    const value = values[index]?.secret.reveal() ?? '';
    const forms = [
      value,
      encodeURIComponent(value),
      JSON.stringify(value),
      Buffer.from(value).toString('hex'),
      ...['', 'x', 'xy'].map((before) => Buffer.from(`${before}${value}z`).toString('base64')),
    ];
    for (const form of forms)
      if (!finder.find(Buffer.from(` ${form} `)).some(({ name }) => name === `V${index}`)) missed.push(form);
  }
  assert.equal(missed, []);
});

test('with tables of many values a text gives what a plain search for each of its forms gives', () => {
  const random = new Random(11);
  const values = named(
    ...Array.from({ length: 24_000 }, (_, index) => random.text(index % 10 === 0 ? ODD : BASE62, 20 + random.int(20))),
  );
  const { tables } = knownSet(values, { mostInEveryForm: 0 });
  // The planted ones are a few, so that each can be searched for; parts of others would be longer than these gaps.
  const planted = Array.from({ length: 60 }, () => values[random.int(values.length)] as NamedValue);
  const text = planted
    .map(({ secret }, index) => {
      const value = secret.reveal();
      const around = `${random.text(BASE62, random.int(4))}${value}${random.text(BASE62, random.int(3))}`;
      const written = [
        value,
        JSON.stringify(value),
        encodeURIComponent(value),
        Buffer.from(around).toString('hex'),
        Buffer.from(around).toString('base64'),
      ];
      return `${random.text(`${BASE62} =":`, random.int(30))} ${written[index % written.length]} `;
    })
    .join('');
  const bytes = Buffer.from(text);
  const [fast, plain] = [false, true].map((one) => new KnownValues(tables, one).find(bytes));
  assert.equal(fast, plain);
  const whole = (fast ?? []).filter(({ shown, chars }) => shown === chars).map(({ name }) => name);
  assert.equal(
    whole,
    planted.map(({ name }) => name),
  );
});

test('the same text under two names is told under the first, readings of one name together', () => {
  const value = new Random(9).text(BASE62, 30);
  const secret = new Secret(value);
  const set = knownSet([
    { name: 'A', secret, readings: [new Secret('short')] },
    { name: 'B', secret },
    { name: 'C', secret: new Secret('short'), readings: [new Secret('tiny')] },
  ]);
  assert.is(set.count, 2);
  assert.equal(set.refused, [{ name: 'C', reason: 'shorter than 8 characters' }]);
  assert.equal(
    new KnownValues(set.tables).find(Buffer.from(value)).map(({ name }) => name),
    ['A'],
  );
});

test.run();
