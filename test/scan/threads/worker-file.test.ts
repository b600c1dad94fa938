import { existsSync } from 'node:fs';
import { workerFile } from '../../../src/scan/threads/worker-file.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('workerFile()');

test('is there in the sources', () => assert.ok(existsSync(workerFile())));

test('is beside the chunks of a bundle, wherever the caller was put', () => {
  assert.is(workerFile('file:///p/dist/chunks/scan.cjs').href, 'file:///p/dist/chunks/worker.cjs');
  assert.is(workerFile('file:///p/dist/library.cjs').href, 'file:///p/dist/chunks/worker.cjs');
});

test.run();
