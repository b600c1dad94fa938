import { isGenerated } from '../../src/detect/wordlike.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('isGenerated()');

test('letters of both cases, digits and signs that change all the time are generated', () => {
  for (const parts of [
    ['+l1OI', 'a7Xq7F', '*2Ta7'],
    ['~NK?qV', 'XDetV', 'i3.a7'],
    ['%p2OL', 'h!3WT', 'd88!a7'],
  ])
    assert.ok(isGenerated(parts.join('')), parts.join(''));
});

test('words, however written, and texts of code, paths and patterns are not', () => {
  for (const text of [
    'P@ssw0rd!23x',
    'Change_Me!2',
    'Summ3r_Rain1',
    'aB1!aB1!',
    'src/A1b-C2d/E3f',
    '[A-Z0-9]{8,}!a',
    'a.B(1).C[2]',
    'X-Amz-S3-Id',
    '0xC00A01dF_u32?',
    'a%C3%A9B1%c3x',
    'lower-case-and-1',
    'W0rd!W0rd!W0rd',
    '%Y-%m-%dT%H:%M',
  ])
    assert.not.ok(isGenerated(text), text);
});

test.run();
