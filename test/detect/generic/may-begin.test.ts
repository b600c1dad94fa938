import * as fc from 'fast-check';
import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { mayBegin } from '../../../src/detect/generic/may-begin.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('mayBegin');

function may(text: string, anchor: string): boolean {
  return mayBegin(Buffer.from(text, 'latin1'), text.indexOf(anchor));
}

test('passes over addresses of the web without a user', () => {
  assert.not(may('see https://docs.corp.test/page?a=1', '://'));
  assert.not(may('http://corp.test', '://'));
  assert.not(may('"http:\\/\\/corp.test\\/a"', ':\\/'));
});

test('keeps an address that may hold a password, and any other scheme', () => {
  assert.ok(may('https://ci:abc@corp.test', '://'));
  assert.ok(may('"https:\\/\\/ci:abc@corp.test"', ':\\/'));
  assert.ok(may('http:\\/\\/:http@http', ':\\/'));
  assert.ok(may('redis://corp.test', '://'));
  assert.ok(may('token_https://corp.test', '://'));
  assert.ok(may('xhttp://corp.test', '://'));
});

test('passes over the keys of lists of pairs, and keeps other keys', () => {
  assert.not(may('{"key": "http.method", "value": 1}', 'key'));
  assert.ok(may('{"key": "Ab3dE6gH9kL2"}', 'key'));
  assert.ok(may('key=1', 'key'));
});

test('passes over a word that is all of a text, and keeps one to which something may be assigned', () => {
  for (const name of ['GPG_KEY', 'token.json', 'api-token', 'OLDPWD'])
    assert.not(may(name, /key|token|pwd/i.exec(name)?.[0] ?? ''));
  for (const text of ['token=', ' token', `${'x'.repeat(64)}token`]) assert.ok(may(text, 'token'), text);
});

const PIECES: readonly string[] = 'http https :// :\\/\\/ key "key" token :" " @ : / ab3 user = .'
  .split(' ')
  .concat([' ', '\n', ': "']);

test('passes over nothing that is a candidate', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }), (pieces) => {
      const text = pieces.join('');
      for (let at = 0; at < text.length; at++) {
        const isAnchor = /^(?:key|:\/\/|:\\\/)/.test(text.slice(at));
        if (isAnchor && candidateAt(text, at) !== undefined) assert.ok(mayBegin(Buffer.from(text, 'latin1'), at), text);
      }
    }),
    { numRuns: 3000 },
  );
});

test.run();
