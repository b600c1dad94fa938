import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, withFolder } from './helpers.ts';

const test = suite('watertight redact --in-place of one file');
const BEFORE = `DB_PASSWORD=${expand(['{base62:16}'], 'in place')}\n`;
const FILES = { 'in/a.env': BEFORE, 'in/b.env': BEFORE };

test('changes that file alone, and keeps its copy in the same folder', () =>
  withFolder(FILES, async (cwd) => {
    const { code, out, err } = await run(['redact', 'in/a.env', '--in-place', '--backup', 'in/kept'], { cwd });
    assert.is(code, 0, out + err);
    const read = (path: string): string => readFileSync(join(cwd, path), 'utf8');
    assert.is(read('in/a.env'), 'DB_PASSWORD=[REDACTED:generic-secret]\n');
    assert.is(read('in/kept/a.env'), BEFORE);
    assert.is(read('in/b.env'), BEFORE);
  }));

test('keeps no copy in the place of the file itself', () =>
  withFolder(FILES, async (cwd) => {
    const { code, err } = await run(['redact', 'in/a.env', '--in-place', '--backup', 'in/a.env'], { cwd });
    assert.is(code, 2);
    assert.match(err, 'Cannot write in/a.env: it already exists');
  }));

test.run();
