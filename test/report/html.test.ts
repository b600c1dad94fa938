import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { html } from '../../src/report/html.ts';
import type { ScanResult } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { finding, hostileResult, location, OPTIONS, scanResult, skip } from './helpers.ts';

const test = suite('report/html');

interface Page {
  readonly tags: readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[];
  readonly text: string;
}

/** The page as an XML reader sees it; throws where it is not well-formed. */
function parse(result: ScanResult): Page {
  const tags: Page['tags'][number][] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => tags.push({ name, attributes }));
  parser.on('text', (part) => (text += part));
  parser.write(html(result, OPTIONS)).close();
  return { tags, text };
}

test('the first heading says how the run ended', () => {
  const { tags, text } = parse(scanResult({ findings: [finding()] }));
  assert.is(tags.find(({ name }) => name === 'h1')?.attributes['class'], 'fail');
  assert.match(text, /FAIL 1 secret/);
  assert.match(parse(scanResult({})).text, /CLEAN|EMPTY/);
});

test('a finding has its place, rule, length, fingerprint and what forbids it', () => {
  const one = finding({ location: location({ path: 'reports/a.json' }) });
  const { text } = parse(scanResult({ findings: [one] }));
  for (const part of ['reports/a.json', one.ruleName, one.ruleId, one.fingerprint, one.verdict.by, one.severity])
    assert.ok(text.includes(part), part);
  assert.match(text, new RegExp(`${one.secret.length} character`));
});

test('a value with several places stands once, with all of them', () => {
  const { text } = parse(scanResult({ findings: [finding(), finding({ location: location({ path: 'b.log' }) })] }));
  assert.match(text, /also at b\.log/);
  assert.is(text.split(finding().ruleName).length, 2);
});

test('what was not scanned stands in the page with its reason', () => {
  const { text } = parse(scanResult({ skipped: [skip({ path: 'trace/b.zip' })] }));
  assert.match(text, /NOT SCANNED/);
  assert.match(text, /trace\/b\.zip/);
});

test('of very many findings on a surface the most severe are written out, and all are counted', () => {
  const many = Array.from({ length: 1200 }, (_, index) => finding({ severity: 'low', fingerprint: `f1:${index}` }));
  const page = parse(scanResult({ findings: [...many, finding({ severity: 'critical' })] }));
  assert.is(page.tags.filter(({ name, attributes }) => name === 'td' && attributes['class'] === 'low').length, 999);
  assert.is(page.tags.filter(({ name, attributes }) => name === 'td' && attributes['class'] === 'critical').length, 1);
  assert.match(page.text, /201 more findings on this surface/);
});

test('whatever stands in evidence, the page is well-formed, runs nothing and loads nothing', () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      for (const { name, attributes } of parse(result).tags) {
        assert.not.match(name, /^(?:script|img|link|iframe|object|embed|base|form|a)$/);
        for (const attribute of Object.keys(attributes)) assert.not.match(attribute, /^(?:on|src|href|style$|action)/i);
      }
    }),
  );
  const policy = parse(scanResult({})).tags.find(({ attributes }) => attributes['http-equiv'] !== undefined);
  assert.match(policy?.attributes['content'] ?? '', /^default-src 'none';/);
});

test.run();
