import { isFollowed } from '../../../src/view/joined/dump-address.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('addresses of dumps');
const follows = (...lines: readonly string[]): boolean => isFollowed(Buffer.from(lines.join('\n')), 0);

test('the next address may be as far as a line is long, in either base', () => {
  assert.ok(follows('00000000: 6162', '00000010: 6364'));
  assert.ok(follows('0000016 061142', '0000032 061142'), 'decimal or octal');
  assert.ok(follows('0x7ffe4ff0: 6162', '0x7ffe5000: 6364'), 'with a carry');
  assert.ok(follows('00000fff0  61 62', '000010000  63 64'));
  assert.ok(follows('ff0: 6162', '1000: 6364'), 'one digit more');
});

test('numbers that lines of a log begin with are too far apart', () => {
  assert.not(follows('1131524071 2005.11.09', '1131624071 2005.11.09'));
  assert.not(follows('575826 7575 INFO', '576158 7575 INFO'));
  assert.not(follows('134681 node-246 unix', '350766 node-109 unix'));
});

test('a line that stands alone, or has no number, is followed by none', () => {
  assert.not(follows('00000000: 6162'));
  assert.not(follows('00000000: 6162', 'end of the dump'));
  assert.not(follows('begin', '00000010: 6364'));
});

test.run();
