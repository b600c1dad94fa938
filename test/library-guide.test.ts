import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ScanResult } from '../src/types.ts';
import { token } from './cli/helpers.ts';
import { assert, suite } from './helpers/suite.ts';
import { withFolder } from './source/git/helpers.ts';

const test = suite('docs/library.md');
const LIBRARY = pathToFileURL('src/index.ts').href;
const blocks = [...readFileSync('docs/library.md', 'utf8').matchAll(/```js\n(?<code>[^]*?)```/g)].map(
  ({ groups }) => groups?.['code']?.replace("'watertight'", `'${LIBRARY}'`) ?? '',
);

interface Example {
  readonly findingsOf: (text: string, path: string, cwd: string, signal?: AbortSignal) => Promise<ScanResult>;
}

test('shows how a text in memory is looked at', () =>
  withFolder(async (cwd) => {
    const code = blocks.find((block) => block.includes('findingsOf')) ?? '';
    writeFileSync(join(cwd, 'example.mjs'), code);
    const { findingsOf } = (await import(pathToFileURL(join(cwd, 'example.mjs')).href)) as Example;
    const value = token('library');
    const { findings, summary } = await findingsOf(`first\nt = "${value}"\n`, 'src/a.py', cwd);
    assert.equal(
      findings.map(({ location }) => [location.path, location.startLine, location.startColumn]),
      [['src/a.py', 2, 6]],
    );
    assert.is(summary.exitCode, 1);
    assert.is((await findingsOf('nothing\n', 'src/a.py', cwd)).summary.exitCode, 0);
    const stopped = await findingsOf(value, 'src/a.py', cwd, AbortSignal.abort());
    assert.equal([stopped.summary.exitCode, stopped.skipped[0]?.reason], [3, 'interrupted']);
  }));

test.run();
