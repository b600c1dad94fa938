import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScanError } from '../../src/errors.ts';
import { redactFiles, type RedactOptions } from '../../src/redact/files.ts';
import { copyTarget, inPlaceTarget, type Target } from '../../src/redact/target.ts';
import { run, token, withFolder } from '../cli/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('redacting that is ended before its end');
const LINE = `t ${token('interrupted')}\n`;
const FILES = { 'in/a.log': LINE, 'in/b.log': LINE, 'in/c.log': LINE };

/** Ends the run once `target` has written a first file; gives what was said. */
async function endedAfterOne(cwd: string, target: Target, mode: RedactOptions['mode']): Promise<string> {
  const abort = new AbortController();
  const write: Target['write'] = async (...args) => {
    const name = await target.write(...args);
    abort.abort();
    return name;
  };
  const options = { paths: ['in'], input: 'in', cwd, env: {}, mode, signal: abort.signal };
  try {
    await redactFiles({ ...options, target: { ...target, write } });
    return '';
  } catch (error) {
    assert.instance(error, ScanError);
    return (error as ScanError).message;
  }
}

test('leaves nothing of a copy behind', () =>
  withFolder(FILES, async (cwd) => {
    const said = await endedAfterOne(cwd, copyTarget(join(cwd, 'in'), join(cwd, 'out'), 'out'), 'copy');
    assert.is(said, 'Cannot redact: it was interrupted, and nothing was written');
    assert.equal(readdirSync(cwd), ['in']);
  }));

test('says of files in place that some may be done, and keeps those as they were', () =>
  withFolder(FILES, async (cwd) => {
    const said = await endedAfterOne(cwd, inPlaceTarget(join(cwd, 'in'), join(cwd, 'kept'), 'kept'), 'in-place');
    assert.match(said, /some files may already be redacted: the originals are in the backup$/);
    assert.is(readFileSync(join(cwd, 'kept/a.log'), 'utf8'), LINE);
    assert.is(readFileSync(join(cwd, 'in/b.log'), 'utf8'), LINE);
    assert.equal(readdirSync(join(cwd, 'in')), ['a.log', 'b.log', 'c.log']);
  }));

test('the command ends with 2 and has no output', () =>
  withFolder(FILES, async (cwd) => {
    const ended = await run(['redact', 'in', '--out', 'out'], { cwd, onListen: (interrupt) => interrupt() });
    assert.is(ended.code, 2);
    assert.match(ended.err, /it was interrupted/);
    assert.equal(readdirSync(cwd), ['in']);
  }));

test.run();
