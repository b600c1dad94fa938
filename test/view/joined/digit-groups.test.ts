import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { assert, suite } from '../../helpers/suite.ts';
import { viewsOf } from '../../helpers/views.ts';

const test = suite('data in groups of digits');

const printed = (bytes: Buffer): string => `<${(bytes.toString('hex').match(/.{1,8}/g) ?? []).join(' ')}>`;

test('data as Foundation prints it is whole, with places that lead to its digits', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{16,80}$/), (text) => {
      const line = `token: ${printed(Buffer.from(text))} sent`;
      const view = viewsOf('hex', line).find(({ bytes }) => bytes.equals(Buffer.from(text)));
      assert.equal(view?.toOuter({ start: 4, end: 6 }), { start: 17, end: 21 });
    }),
  );
});

test('packed data in them is a container', () => {
  const [view] = viewsOf('hex', `data = ${printed(gzipSync('the meadow lies behind'))};`);
  assert.is(view?.container, true);
});

test('short data, other groups and tags are none', () => {
  for (const text of [
    '<67687020 5f334a4b>',
    '<67687020 5f334a 4b67687020>',
    '<67687020 5f334a4b ... 67687020 6868>',
    '<b>x',
  ])
    assert.equal(viewsOf('hex', text), [], text);
});

test.run();
