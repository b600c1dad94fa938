import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('quotedPrintableViews()');

function decoded(text: string): string[] {
  const bytes = Buffer.from(text, 'latin1');
  const budget = new Budget(bytes.length, { maxDepth: 20, maxRatio: 1000 });
  const views = decodedViews(bytes, { start: 0, end: bytes.length }, { budget, onSkip: () => undefined });
  return [...views].filter(({ kind }) => kind === 'quoted-printable').map((view) => view.bytes.toString('latin1'));
}

/** Lines whose equals signs stand for themselves. */
const LOG = 'level=info msg=ok\n'.repeat(1000);

test('what stands far from any sign is left to the text itself', () => {
  const [view = '', ...others] = decoded(`name=3Dfirst\n${LOG}name=3Dlast\n`);
  assert.equal(others, []);
  assert.ok(view.includes('name=first') && view.includes('name=last'));
  assert.ok(view.length < 10_000);
});

test('a text all in it is read to its end, however far its signs are apart', () => {
  const plain = 'words and words\n'.repeat(1000);
  const [view = ''] = decoded(`a =3D b\n${plain}caf=E9\n${plain}=C3=A4\n${plain}`);
  assert.ok(view.includes('a = b') && view.includes('caf\xe9') && view.includes('\xc3\xa4'));
});

test('a sign says nothing of what stands far from it', () => {
  const folded = `KEY=\nnext\n${'words of another file = here\n'.repeat(1000)}`;
  const views = decoded(`${folded}name=3Dlast\n`);
  assert.is(views.length, 1);
  assert.ok(views[0]?.includes('name=last') && !views[0].includes('KEYnext'));
});

test('a soft line break at the end of a full line is a sign, the end of padded base64 or of an assignment none', () => {
  const line = 'words and '.repeat(7);
  assert.equal(decoded(`${line}tok=\nen`), [`${line}token`]);
  assert.equal(decoded('KEY=\nother\n'), []);
  assert.equal(decoded(`${'QUJD'.repeat(12)}QQ==\nother\n`), []);
});

test('a quote that opens in front of what looks like base64 and does not close behind it says that the line goes on', () => {
  const token = `${'QUJD'.repeat(18)}QUI`;
  assert.equal(decoded(`"${token}=\nen"`), [`"${token}en"`]);
  assert.equal(decoded(`k: ${token}=\nother\n`), []);
});

test('what is written below its name is read without other signs', () => {
  const head = 'Content-Transfer-Encoding: quoted-printable\n\n';
  assert.equal(decoded(`${head}caf=C3=A9\n`), [`${head}caf\xc3\xa9\n`]);
  assert.equal(decoded('caf=C3=A9\n'), []);
});

test('signs at the very start and end are read', () => {
  assert.equal(decoded('=3D'), ['=']);
  assert.equal(decoded('=3Da=\nb=3D'), ['=ab=']);
});

test.run();
