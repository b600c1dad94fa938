import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundle, startSize } from '../../scripts/lib/bundle.ts';
import { pruneDeclarations } from '../../scripts/lib/declarations.ts';
import { bundledPackages, thirdPartyDocument } from '../../scripts/lib/third-party.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite<{ root: string }>('build');

test.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), 'watertight-build-'));
  mkdirSync(join(context.root, 'src'));
  writeFileSync(join(context.root, 'package.json'), '{"type":"module"}');
  symlinkSync(resolve('node_modules'), join(context.root, 'node_modules'), 'dir');
  writeFileSync(join(context.root, 'src/errors.ts'), 'export function named(): never { throw new Error("here"); }\n');
  writeFileSync(
    join(context.root, 'src/index.ts'),
    `import { named } from './errors.ts';
export async function entries(): Promise<string> { const z = await import('yauzl'); return typeof z.open; }
export function crash(): never { return named(); }
`,
  );
});

test.after.each(({ root }) => rmSync(root, { recursive: true }));

const make = (root: string, outDir: string): Promise<Metafile> =>
  bundle({ root, entries: { library: 'src/index.ts' }, faces: { index: 'library' }, outDir });

function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(names.map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name), 'utf8')]));
}

function run(root: string, code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root, encoding: 'utf8' });
}

test('the same sources give the same bytes', async ({ root }) => {
  await make(root, 'dist');
  const first = contents(join(root, 'dist'));
  await make(root, 'dist');
  assert.equal(contents(join(root, 'dist')), first);
});

test('data files stand in a folder of the name that they had', async ({ root }) => {
  mkdirSync(join(root, 'src/weights'));
  writeFileSync(join(root, 'src/weights/model.json'), '{\n  "bias": 1\n}\n');
  await bundle({ root, entries: { index: 'src/index.ts' }, outDir: 'dist', data: ['src/weights/model.json'] });
  assert.is(readFileSync(join(root, 'dist/weights/model.json'), 'utf8'), '{"bias":1}');
});

test('a bundle runs where nothing is installed, with a CommonJS package as a chunk of its own', async ({ root }) => {
  await make(root, 'dist');
  rmSync(join(root, 'node_modules'));
  assert.is(run(root, "const m = await import('./dist/index.js'); console.log(await m.entries());"), 'function\n');
  assert.ok(existsSync(join(root, 'dist/chunks')));
});

test('data of detection is bundled without its sources', async ({ root }) => {
  mkdirSync(join(root, 'src/detect/data'), { recursive: true });
  const source = `https://${'long.'.repeat(5000)}test`;
  writeFileSync(join(root, 'src/detect/data/x.json'), JSON.stringify({ all: [{ says: 'this', source }], source: 'x' }));
  writeFileSync(join(root, 'src/index.ts'), "import all from './detect/data/x.json';\nexport default all;\n");
  await make(root, 'dist');
  assert.equal(
    run(root, "console.log(JSON.stringify((await import('./dist/library.cjs')).default.default))"),
    '{"all":[{"says":"this"}]}\n',
  );
});

test('stack traces of a bundle still name the functions', async ({ root }) => {
  await make(root, 'dist');
  const stack = run(
    root,
    "const m = await import('./dist/index.js'); try { m.crash() } catch (e) { console.log(e.stack) }",
  );
  assert.match(stack, /at named /);
});

test('the start size counts what is imported at the head, and no lazy chunk', async ({ root }) => {
  const metafile = await make(root, 'dist');
  const all = Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
  const start = startSize(metafile, 'dist/library.cjs');
  assert.ok(start > 0 && start < all / 4, `${start} of ${all}`);
});

test('merged chunks are one file, and what imports them works as before', async ({ root }) => {
  writeFileSync(join(root, 'src/shared.ts'), "import { named } from './errors.ts';\nexport const both = named;\n");
  writeFileSync(
    join(root, 'src/lazy.ts'),
    "import { both } from './shared.ts';\nimport { named } from './errors.ts';\nexport const same = both === named;\n",
  );
  writeFileSync(
    join(root, 'src/other.ts'),
    `import { both } from './shared.ts';
import { named } from './errors.ts';
export const crash = both;
export const lazy = async (): Promise<boolean> => (await import('./lazy.ts')).same && named === both;
`,
  );
  const entries = { library: 'src/index.ts', other: 'src/other.ts' };
  await bundle({ root, entries, outDir: 'dist' });
  const apart = Object.keys(contents(join(root, 'dist'))).length;
  await bundle({ root, entries, outDir: 'dist', merge: { 'chunks/all': 'src/other.ts' } });
  const files = contents(join(root, 'dist'));
  assert.ok(Object.keys(files).length < apart);
  assert.ok(files['all.cjs']);
  const code =
    "const o = (await import('./dist/other.cjs')).default; const i = (await import('./dist/library.cjs')).default; console.log(await o.lazy(), await i.entries()); try { o.crash() } catch (e) { console.log(e.stack) }";
  assert.match(run(root, code), /^true function\nError: here\n {4}at (?:Object\.)?named /);
});

test('a merge starts from an entry of the bundle', async ({ root }) => {
  let message = '';
  try {
    await bundle({ root, entries: { index: 'src/index.ts' }, outDir: 'dist', merge: { all: 'src/none.ts' } });
  } catch (error) {
    message = String(error);
  }
  assert.match(message, 'src/none.ts is no entry');
});

test('a module of functions may be loaded when one of them is called first', async ({ root }) => {
  writeFileSync(join(root, 'src/late.ts'), 'globalThis.order.push("late");\nexport const twice = (n) => 2 * n;\n');
  writeFileSync(
    join(root, 'src/other.ts'),
    `import { createHash } from 'node:crypto';
import { twice } from './late.ts';
export const run = (order) => [order.push('run'), twice(4), createHash('md5').update('').digest('hex').slice(0, 4), order];
`,
  );
  Object.assign(globalThis, { order: [] });
  await bundle({ root, entries: { other: 'src/other.ts' }, outDir: 'dist', late: ['src/late.ts'] });
  const code = `globalThis.order = []; const { default: { run } } = await import('./dist/other.cjs');
console.log(JSON.stringify(run(globalThis.order)), [...process.moduleLoadList].includes('NativeModule crypto'));`;
  assert.is(run(root, code), '[1,8,"d41d",["run","late"]] true\n');
  assert.is(
    run(root, "await import('./dist/other.cjs'); console.log(process.moduleLoadList.includes('NativeModule crypto'))"),
    'false\n',
  );
});

test('a module that exports more than functions is not loaded late', async ({ root }) => {
  writeFileSync(join(root, 'src/late.ts'), 'export const TWO = 2;\n');
  writeFileSync(join(root, 'src/other.ts'), "export { TWO } from './late.ts';\n");
  let message = '';
  try {
    await bundle({ root, entries: { other: 'src/other.ts' }, outDir: 'dist', late: ['src/late.ts'] });
  } catch (error) {
    message = String(error);
  }
  assert.match(message, 'src/late.ts exports more than functions');
});

test('the notice names each bundled package with its licence', async () => {
  const root = resolve('.');
  const output = {
    inputs: { 'node_modules/yauzl/index.js': { bytesInOutput: 1 }, 'node_modules/yaml/a.js': { bytesInOutput: 0 } },
  };
  const found = bundledPackages(root, { inputs: {}, outputs: { 'dist/a.js': output } } as unknown as Metafile);
  assert.equal(
    found.map(({ name, license }) => [name, license]),
    [['yauzl', 'MIT']],
  );
  assert.match(await thirdPartyDocument(found), /## yauzl 3[^]*Permission is hereby granted/);
});

test('a package that is installed in two places is named once', () => {
  const inputs = {
    'node_modules/yauzl/index.js': { bytesInOutput: 1 },
    'node_modules/../node_modules/yauzl/a.js': { bytesInOutput: 1 },
  };
  const found = bundledPackages(resolve('.'), {
    inputs: {},
    outputs: { 'dist/a.js': { inputs } },
  } as unknown as Metafile);
  assert.is(found.length, 1);
});

test('declarations that the entry does not lead to are removed, and packages that they would need are named', ({
  root,
}) => {
  mkdirSync(join(root, 'types'));
  writeFileSync(join(root, 'types/index.d.ts'), "export type { A } from './a.ts';\n");
  writeFileSync(join(root, 'types/a.d.ts'), "import type { B } from 'yauzl';\nexport type A = B;\n");
  writeFileSync(join(root, 'types/unused.d.ts'), 'export type C = 1;\n');
  assert.equal(pruneDeclarations(root, 'types'), ['yauzl']);
  assert.equal(readdirSync(join(root, 'types')).sort(), ['a.d.ts', 'index.d.ts']);
});

test.run();
