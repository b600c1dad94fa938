import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintImports, lintText } from '../../scripts/lint-imports.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('lint-imports');

const messages = (path: string, text: string): string[] => lintText(path, text).map(({ message }) => message);

test('a stage that imports a sibling is reported, type import or not', () => {
  assert.equal(messages('src/view/a.ts', "import type { Rule } from '../policy/packet.ts';"), [
    'view must not import policy (src/policy/packet.ts)',
  ]);
  assert.is(messages('src/source/a.ts', "export { walk } from '../surface/classify.ts';").length, 1);
  assert.is(messages('src/source/a.ts', "type A = import('../surface/classify.ts').A;").length, 1);
  assert.is(messages('src/source/a.ts', "const a = await import('../surface/classify.ts');").length, 1);
});

test('a lower layer that imports a higher one is reported', () => {
  assert.is(messages('src/types.ts', "import type { Engine } from './engine/engine.ts';").length, 1);
  assert.is(messages('src/engine/a.ts', "import { a } from '../detect/a.ts';").length, 1);
  assert.is(messages('src/report/json.ts', "import { scan } from '../scan.ts';").length, 1);
  assert.is(messages('src/scan.ts', "import { main } from './cli/main.ts';").length, 1);
});

test('what may be imported passes', () => {
  assert.equal(messages('src/detect/a.ts', "import { Engine } from '../engine/engine.ts';\nimport './b.ts';"), []);
  assert.equal(messages('src/engine/a.ts', "import type { CompiledRule } from '../detect/rule.ts';"), []);
  assert.equal(messages('src/scan.ts', "import { a } from './view/a.ts';\nimport { b } from './policy/b.ts';"), []);
  assert.equal(messages('src/cli/main.ts', "import { scan } from '../scan.ts';\nprocess.exitCode = 1;"), []);
});

test('an import out of src is reported', () => {
  assert.is(messages('src/scan.ts', "import { expand } from '../scripts/lib/values.ts';").length, 1);
});

test('a folder without a layer is reported', () => {
  assert.is(messages('src/helpers/a.ts', 'export const a = 1;').length, 1);
});

test('reveal() outside its list is reported, however it is reached', () => {
  for (const text of ['a.reveal();', "a['reveal']();", 'const { reveal } = a;', 'const { reveal: b } = a;'])
    assert.is(messages('src/report/json.ts', text).length, 1, text);
  assert.equal(messages('src/detect/validators/a.ts', 'a.reveal();'), []);
  assert.equal(messages('src/report/guard.ts', 'a.reveal();'), []);
});

test('process and console outside src/cli are reported, words in comments and members of that name are not', () => {
  assert.is(messages('src/scan.ts', 'process.exit(1);').length, 1);
  assert.is(messages('src/scan.ts', 'globalThis.console.log(1);').length, 1);
  assert.is(messages('src/scan.ts', "import { env } from 'node:process';").length, 1);
  assert.equal(messages('src/scan.ts', "// process\nconst a = 'console'; b.process(); const c = { process: 1 };"), []);
});

test('the network, other programs and text run as code are reported', () => {
  for (const text of [
    "import { get } from 'node:https';",
    "const net = await import('node:net');",
    "import { spawn } from 'node:child_process';",
    "fetch('x');",
    "new Function('x');",
    "eval('x');",
  ])
    assert.is(messages('src/source/a.ts', text).length, 1, text);
});

test('a package imported at the head of a file is reported, its types and a lazy import are not', () => {
  assert.is(messages('src/view/a.ts', "import yauzl from 'yauzl';").length, 1);
  assert.equal(messages('src/view/a.ts', "import type { Entry } from 'yauzl';"), []);
  assert.equal(messages('src/view/a.ts', "import { type Entry } from 'yauzl';"), []);
  assert.equal(messages('src/view/a.ts', "const { parse } = await import('yaml');"), []);
});

test('src/index.ts may hold re-exports alone', () => {
  assert.is(messages('src/index.ts', "export { scan } from './scan.ts';\nconst a = 1;").length, 1);
});

test('a folder is read to its depth and each violation has its file and line', () => {
  const root = mkdtempSync(join(tmpdir(), 'lint-imports-'));
  try {
    mkdirSync(join(root, 'src/view/deep'), { recursive: true });
    writeFileSync(join(root, 'src/view/deep/a.ts'), "\nimport { a } from '../../detect/a.ts';\n");
    writeFileSync(join(root, 'src/types.ts'), 'export type A = 1;\n');
    assert.equal(
      lintImports(root).map(({ path, line }) => `${path}:${line}`),
      ['src/view/deep/a.ts:2'],
    );
  } finally {
    rmSync(root, { recursive: true });
  }
});

test.run();
