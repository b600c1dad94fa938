import { classify } from '../../src/surface/classify.ts';
import { compileSurfaceGlobs } from '../../src/surface/globs.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('surface/classify');

const NONE = new Uint8Array();
const globs = await compileSurfaceGlobs({
  report: { include: ['out/**/*.txt', 'out/**/*.log'], exclude: ['out/raw/**'] },
  sot: { include: ['docs/{sot,plans}/**', '.notes/**'], exclude: [] },
  task_file: { include: [], exclude: ['roles/*/tasks/**', 'deploy/tasks.yaml'] },
});

test('a packet glob goes before name and content', () => {
  assert.equal(classify({ path: 'out/a/server.log', head: NONE, globs }), {
    surface: 'report',
    by: 'packet',
    reason: 'packet glob out/**/*.log',
  });
});

test('a packet glob matches dot files and paths with a leading ./', () => {
  assert.is(classify({ path: './.notes/.hidden/a', head: NONE, globs }).surface, 'sot');
  assert.is(classify({ path: 'docs/plans/a.md', head: NONE, globs }).surface, 'sot');
});

test('documents that the packet speaks for are sot, whatever they are called, where no glob says otherwise', async () => {
  const documents = ['./notes/plan.md', 'tasks/024.md', 'notes/old.md'];
  const surfaces = {
    sot: { include: [], exclude: ['notes/old.md'] },
    task_file: { include: ['tasks/**'], exclude: [] },
  };
  const own = await compileSurfaceGlobs(surfaces, documents);
  const said = (path: string): string => Object.values(classify({ path, head: NONE, globs: own })).join(', ');
  assert.is(said('notes/plan.md'), 'sot, packet, a document that the packet names');
  assert.is(said('tasks/024.md'), 'task_file, packet, packet glob tasks/**');
  assert.match(said('notes/old.md'), /^other, default/);
});

test('an excluded path falls through to its name', () => {
  assert.equal(classify({ path: 'out/raw/server.log', head: NONE, globs }), {
    surface: 'backend_log',
    by: 'name',
    reason: 'name: *.log',
  });
});

test('a surface that excludes a path does not get it by name either', () => {
  assert.is(classify({ path: 'roles/web/tasks/main.yml', head: NONE, globs }).surface, 'other');
  assert.is(classify({ path: 'deploy/tasks.yaml', head: NONE, globs }).by, 'default');
  assert.is(classify({ path: 'a/tasks/main.yml', head: NONE, globs }).surface, 'task_file');
});

test('a surface that excludes a path does not get it by content either', async () => {
  const strict = await compileSurfaceGlobs({ report: { include: [], exclude: ['fixtures/**'] } });
  assert.is(classify({ path: 'fixtures/x.xml', head: Buffer.from('<testsuites>'), globs: strict }).surface, 'other');
});

test('where two surfaces include a path the first of the eight gets it', async () => {
  const both = await compileSurfaceGlobs({
    trace: { include: ['**/*.har'], exclude: [] },
    report: { include: ['reports/**'], exclude: [] },
  });
  assert.is(classify({ path: 'reports/a.har', head: NONE, globs: both }).surface, 'report');
});

test('a name goes before content', () => {
  assert.equal(classify({ path: 'a/notes.log', head: Buffer.from('<testsuites>') }), {
    surface: 'backend_log',
    by: 'name',
    reason: 'name: *.log',
  });
});

test('source code is other whatever it holds', () => {
  assert.equal(classify({ path: 'a/trace.ts', head: Buffer.from('{"resourceSpans":[]}') }), {
    surface: 'other',
    by: 'name',
    reason: 'name: *.ts is source code',
  });
});

test('content decides what the name leaves open', () => {
  assert.equal(classify({ path: 'out.bin', head: Buffer.from('<testsuites tests="1">') }), {
    surface: 'report',
    by: 'content',
    reason: 'content: JUnit root element <testsuites>',
  });
});

test('a README without front matter is other', () => {
  const result = classify({ path: 'README.md', head: Buffer.from('# A log of 2026-05-31 10:00:00 INFO\n') });
  assert.is(result.surface, 'other');
  assert.is(result.by, 'default');
});

test('a README with front matter of a decision is sot', () => {
  assert.is(classify({ path: 'README.md', head: Buffer.from('---\nstatus: draft\n---\n') }).surface, 'sot');
});

test('standard input is told by content', () => {
  assert.is(classify({ path: '<stdin>', head: Buffer.from('node\0a.js\0--port\x0001\0') }).surface, 'argv');
});

test.run();
