/** Outputs of a real scan, with findings, skips and odd names, against the schemas of their formats. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, token, withFolder } from './helpers.ts';

const test = suite('outputs of a scan');
const ROOT = join(import.meta.dirname, '../..');
/** Official schemas are kept beside the repository; without them the checks that need them do nothing but say so. */
const SHARED = resolve(ROOT, process.env['WATERTIGHT_SHARED'] ?? '../shared', 'schemas');
const unless = (missing: boolean, what: string): string => (missing ? ` (not checked: ${what})` : '');
const noSarif = !existsSync(join(SHARED, 'sarif-2.1.0.json'));
const noJunit = !existsSync(join(SHARED, 'junit.xsd'));
const noXmllint = spawnSync('xmllint', ['--version']).status !== 0;

/** Scans a folder with everything in it that reports tell of. */
function scanned(format: string, body: (text: string, cwd: string) => void): Promise<void> {
  const secret = token('schemas');
  const zip = makeZip([
    { name: 'a&<b>.txt', data: `x ${secret}` },
    { name: 'locked', data: 'x', encrypted: true },
  ]);
  const files = {
    'in/odd \u001b[31m "name"\n\u202e.log': `x ${secret}\n`,
    'in/trace.zip': zip,
    'in/a.png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    'in/src/a.ts': `const a = "${secret}"; // gitleaks:allow\n`,
    'in/ex/x': '',
  };
  return withFolder(files, async (cwd) => {
    const { code, err } = await run(['in', '--exclude', 'ex', '-o', `${format}=out`], { cwd });
    assert.is(code, 1, err);
    body(readFileSync(join(cwd, 'out'), 'utf8'), cwd);
  });
}

function withFormats<T extends Ajv | Ajv2020>(ajv: T): T {
  formats.default(ajv);
  return ajv;
}

function schemaOf(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object;
}

test('the JSON report fits the schema that is published with the package', () =>
  scanned('json', (text) => {
    const validate = withFormats(new Ajv2020({ strict: false })).compile(
      schemaOf(join(ROOT, 'schemas/report.v1.schema.json')),
    );
    assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
  }));

test('each line of the ledger fits its schema', () =>
  scanned('ledger', (text) => {
    const validate = withFormats(new Ajv2020({ strict: false })).compile(
      schemaOf(join(ROOT, 'schemas/ledger.v1.schema.json')),
    );
    const lines = text.trimEnd().split('\n');
    assert.ok(lines.length > 6);
    for (const line of lines) assert.ok(validate(JSON.parse(line)), JSON.stringify(validate.errors));
  }));

test(`SARIF fits the schema of OASIS${unless(noSarif, 'it is not beside the repository')}`, () =>
  scanned('sarif', (text) => {
    const log = JSON.parse(text) as { version: string };
    assert.is(log.version, '2.1.0');
    if (noSarif) return;
    const validate = withFormats(new Ajv({ strict: false, unicodeRegExp: false })).compile(
      schemaOf(join(SHARED, 'sarif-2.1.0.json')),
    );
    assert.ok(validate(log), JSON.stringify(validate.errors));
  }));

test(`JUnit XML fits its schema${unless(noJunit || noXmllint, noXmllint ? 'there is no xmllint' : 'it is not beside the repository')}`, () =>
  scanned('junit', (text, cwd) => {
    assert.match(text, /^<\?xml version="1\.0"/);
    if (noJunit || noXmllint) return;
    const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', join(SHARED, 'junit.xsd'), 'out'], {
      cwd,
      encoding: 'utf8',
    });
    assert.is(status, 0, stderr);
  }));

test.run();
