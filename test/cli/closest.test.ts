import { closest } from '../../src/cli/closest.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('closest()');
const CHOICES = ['json', 'sarif', 'junit', 'github', 'gitlab'];

test('a typing error is near to what was meant', () => {
  assert.is(closest('jsno', CHOICES), 'json');
  assert.is(closest('sjno', CHOICES), undefined);
  assert.is(closest('jon', CHOICES), 'json');
  assert.is(closest('SARIF', CHOICES), 'sarif');
  assert.is(closest('gitlub', CHOICES), 'github');
});

test('another word is near to nothing', () => {
  assert.is(closest('html', CHOICES), undefined);
  assert.is(closest('', CHOICES), undefined);
  assert.is(closest('json', []), undefined);
});

test.run();
