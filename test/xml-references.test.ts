import { fromXmlReferences } from '../src/xml-references.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('references of XML');

test('names and numbers of characters are resolved once', () => {
  assert.is(fromXmlReferences('&lt;a&gt; &amp;amp; &quot;&apos;'), '<a> &amp; "\'');
  assert.is(fromXmlReferences('&#65;&#x42;&#X43;&#x1F600;'), 'ABC\u{1F600}');
});

test('what names no character stays as it is', () => {
  const text = '&nbsp; &#x110000; &#; &AMP; & &amp';
  assert.is(fromXmlReferences(text), text);
});

test.run();
