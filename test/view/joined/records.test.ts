import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { viewsOf } from '../../helpers/views.ts';

const test = suite('records that hold parts of a text');

function joined(text: string, kind: string): string {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)]
    .filter((view) => view.kind === kind)
    .map((view) => view.bytes.toString())
    .join('\n');
}

const VALUE = 'tok_9fA2kQ7xLm4Zc8Rt1Vb6';
const [FIRST, SECOND] = [VALUE.slice(0, 11), VALUE.slice(11)];
const at = (rest: string): string => `2026-11-20T10:11:12.000000Z ${rest}\n`;

/** A line of a job in two parts, with one of the other stream between. */
const log = (mark: string): string => at(`01O+ id ${FIRST}`) + at('01E curl: warning') + at(`01O${mark}${SECOND} end`);

test('a line of a job goes on in the next one of its stream that has a plus sign', () => {
  assert.match(joined(log('+'), 'gitlab-joined'), VALUE);
  assert.not.match(joined(log(' '), 'gitlab-joined'), VALUE);
});

test('an argument that the audit wrote in parts is one, in digits and in quotation marks, over records', () => {
  const hex = Buffer.from(VALUE).toString('hex').toUpperCase();
  const event = 'type=EXECVE msg=audit(1795000000.123:4711): ';
  const digits = `${event}argc=2 a0="curl" a1_len=48 a1[0]=${hex.slice(0, 20)}\n${event}a1[1]=${hex.slice(20)}\n`;
  assert.match(joined(digits, 'audit-joined'), hex);
  assert.match(joined(`${event}argc=2 a0="curl" a1[0]="${FIRST}" a1[1]="${SECOND}"\n`, 'audit-joined'), VALUE);
  const others = `${event}argc=2 a1[0]=${hex.slice(0, 20)}\n${event.replace('4711', '4712')}a1[1]=${hex.slice(20)}\n`;
  assert.not.match(joined(others, 'audit-joined'), hex);
});

test('what one descriptor gave or took is one text, whatever others do meanwhile', () => {
  const typed = Array.from(VALUE, (key) => `12 read(0, "${key}", 1) = 1\n12 write(1, "*", 1) = 1\n`).join('');
  assert.match(joined(typed, 'strace-joined'), VALUE);
  const two = `read(3, "${FIRST}", 99) = 11\npoll([{fd=3}], 1) = 1\nread(4, "${SECOND}", 99) = 13\n`;
  assert.not.match(joined(two, 'strace-joined'), VALUE);
});

const trace = (first: string, next: string, offset = '0040'): string =>
  `== Info: x\n=> Send data, 90 bytes (0x5a)\n0000: ${first}\n${offset}: ${next}\n`;

test('rows that curl traced are one text where they are full', () => {
  const full = `note=${FIRST.padStart(59, 'y ')}`;
  assert.match(joined(trace(full, `${SECOND} end`), 'curl-joined'), VALUE);
  assert.not.match(joined(trace(full.slice(1), `${SECOND} end`), 'curl-joined'), VALUE);
  assert.not.match(joined(trace(full, `${SECOND} end`, '0000'), 'curl-joined'), VALUE);
  assert.not.match(joined(trace(full, `${SECOND} end`).replace('=> Send', '# sent'), 'curl-joined'), VALUE);
});

const folded = (head: string, line = 'description: The key of the machine that all others ask is'): string =>
  `${head}\n${line} ${FIRST}\n ${SECOND} so far\nsn: x\n`;

/** Whether a view says that the value is one. */
function isSure(text: string): boolean {
  return viewsOf('joined-lines', text).some(({ bytes, joints }) => {
    const place = bytes.indexOf(VALUE);
    return place >= 0 && joints?.trustOf({ start: place, end: place + VALUE.length }) === 'sure';
  });
}

test('lines are unfolded where a format folds them', () => {
  for (const head of ['dn: cn=app', '# a comment\ndn: cn=app', 'BEGIN:VCALENDAR', 'Manifest-Version: 1.0']) {
    assert.ok(isSure(folded(head)), head);
    assert.ok(isSure(folded(head).replaceAll('\n', '\r\n')), head);
  }
  assert.not.ok(isSure(folded('name: x')));
  assert.not.ok(isSure(folded('dn: cn=app', 'note:')));
});

test.run();
