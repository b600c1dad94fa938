import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { makeZip } from '../helpers/archives.ts';
import { packedText } from '../helpers/images.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, withFolder } from './helpers.ts';

const test = suite('watertight redact: values of other files');
const PASSWORD = expand(['{base62:14}', '7a'], 'redact-password');
const read = (cwd: string, path: string): string => readFileSync(join(cwd, path), 'utf8');

test('takes a value out of names of files that only another file gives away', () =>
  withFolder(
    { 'in/a.env': `DB_PASSWORD=${PASSWORD}\n`, [`in/x-${PASSWORD}.txt`]: 'x\n', [`in/d-${PASSWORD}/y`]: 'y\n' },
    async (cwd) => {
      const { code, out } = await run(['redact', 'in', '--out', 'out', '--record', 'record.json'], { cwd });
      assert.is(code, 0, out);
      assert.equal(readdirSync(join(cwd, 'out')), ['a.env', 'd-[REDACTED:value]', 'x-[REDACTED:value].txt']);
      assert.not.match(read(cwd, 'record.json') + out, PASSWORD);
      const inPlace = await run(['redact', 'in', '--in-place', '--backup', 'before'], { cwd });
      assert.is(inPlace.code, 1);
      assert.match(inPlace.out, 'left  in/x-<redacted:value>.txt: its name contains a value');
    },
  ));

test('withholds a file in which a value that another file gives away cannot be taken out', () =>
  withFolder(
    {
      'in/a.env': `DB_PASSWORD=${PASSWORD}\n`,
      'in/b.png': packedText(`got ${PASSWORD} now`),
      'in/c.zip': makeZip([{ name: `log-${PASSWORD}.txt`, data: 'x' }]),
    },
    async (cwd) => {
      const { code, out } = await run(['redact', 'in', '--out', 'out'], { cwd });
      assert.is(code, 1);
      assert.match(out, 'withheld  in/b.png: a value could not be redacted');
      assert.match(out, 'withheld  in/c.zip: a name inside it contains a value');
      assert.equal(readdirSync(join(cwd, 'out')), ['a.env']);
    },
  ));

test.run();
