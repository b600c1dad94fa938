import { generateKeyPairSync } from 'node:crypto';
import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { run, token, withFolder } from './helpers.ts';

const test = suite('outputs over files that are there');
const SECRET = token('own-output');
const LOG = `ok\ntoken ${SECRET}\n`;
const OVER = /: it exists and is not a \w+ output of watertight; outputs never replace possible evidence/;

const OVER_EVIDENCE: readonly (readonly [string, readonly string[]])[] = [
  ['the ledger is the file that is scanned', ['scan', 'in/a.log', '--ledger', 'in/a.log']],
  ['a report is the file that is scanned', ['scan', 'in/a.log', '-o', 'json=in/a.log']],
  ['a report lies in the folder that is scanned', ['scan', 'in', '-o', 'sarif=in/a.log']],
  ['a report is named through a link', ['scan', 'in/a.log', '-o', 'text=soft.log']],
  ['a report is named through a hard link', ['scan', 'in/a.log', '-o', 'junit=hard.log']],
  ['a glob fits the file', ['scan', 'in/*.log', '-o', 'gitlab=in/a.log']],
  ['a list names the file', ['scan', '--files-from', 'list', '-o', 'brief=in/a.log']],
  ['the ledger is the list of files', ['scan', '--files-from', 'list', '-o', 'json=list']],
  ['a report is the packet', ['scan', 'in', '-p', 'packet.yaml', '-o', 'github=packet.yaml']],
  ['the report of check', ['check', '-o', 'json=in/a.log']],
  ['the record of redact', ['redact', 'in', '--out', 'copy', '--record', 'in/a.log']],
  ['the record of selftest', ['selftest', '--record', 'in/a.log']],
  ['a baseline', ['baseline', 'create', 'in', '--out', 'in/a.log']],
  ['fingerprints', ['known', 'build', '--from', 'dotenv:list', '--out', 'list']],
];
for (const [what, argv] of OVER_EVIDENCE) {
  test(`nothing is read and nothing written over: ${what}`, () =>
    withFolder({ 'in/a.log': LOG, list: 'in/a.log\n', 'packet.yaml': 'x' }, async (cwd) => {
      symlinkSync('in/a.log', join(cwd, 'soft.log'));
      linkSync(join(cwd, 'in/a.log'), join(cwd, 'hard.log'));
      const { code, out, err } = await run(argv, { cwd });
      assert.equal([code, out], [2, '']);
      assert.match(err, argv[0] === 'baseline' ? /it exists and is not a baseline/ : OVER);
      assert.not.match(err, new RegExp(SECRET));
      assert.is(readFileSync(join(cwd, 'in/a.log'), 'utf8'), LOG);
      assert.is(readFileSync(join(cwd, 'list'), 'utf8'), 'in/a.log\n');
    }));
}

for (const format of ['text', 'brief', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab', 'ledger']) {
  test(`an earlier ${format} output is written over, whatever was found then and now`, () =>
    withFolder({ 'in/a.log': LOG, 'none/b.log': 'ok\n', 'empty/c': '' }, async (cwd) => {
      const output = ['-o', `${format}=out`];
      const contents: string[] = [];
      for (const target of ['in', 'none', 'in', 'empty']) {
        const { code, err } = await run(['scan', target, ...output], { cwd });
        assert.equal([code, err], [target === 'in' ? 1 : 0, '']);
        contents.push(readFileSync(join(cwd, 'out'), 'utf8'));
      }
      assert.is.not(contents[0], contents[1]);
    }));

  test(`an earlier ${format} output to which something was added is kept`, () =>
    withFolder({ 'in/a.log': LOG }, async (cwd) => {
      await run(['scan', 'in', '-o', `${format}=out`], { cwd });
      const changed = `2026-01-01 a log line\n${readFileSync(join(cwd, 'out'), 'utf8')}`;
      writeFileSync(join(cwd, 'out'), changed);
      const { code, err } = await run(['scan', 'in', '-o', `${format}=out`], { cwd });
      assert.is(code, 2);
      assert.match(err, OVER);
      assert.is(readFileSync(join(cwd, 'out'), 'utf8'), changed);
    }));
}

test('each output of check, redact, selftest and known build is written over by its like', () =>
  withFolder({ 'in/a.log': 'ok\n', '.env': `A_TOKEN=${SECRET}${SECRET}\n` }, async (cwd) => {
    const env = { WATERTIGHT_FP_KEY: '0123456789abcdef'.repeat(4) };
    const outputs = ['text', 'json', 'sarif', 'junit'].flatMap((format) => ['-o', `${format}=check.${format}`]);
    for (const round of ['1', '2']) {
      for (const argv of [
        ['check', '--exclude', '.env', ...outputs],
        ['redact', 'in', '--out', `copy${round}`, '--record', 'redacted.json'],
        ['known', 'build', '--from', 'dotenv:.env', '--out', 'known.fp'],
        ['attest', 'ledger', '--out', 'unsigned.json'],
      ]) {
        await run(['scan', 'in', '--ledger', 'ledger'], { cwd });
        const { code, err } = await run(argv, { cwd, env });
        assert.is(code, 0, `${argv.join(' ')}: ${err}`);
      }
    }
  }));

test('one kind of output does not take the place of another: a ledger stays what was attested', () =>
  withFolder({ 'in/a.log': 'ok\n' }, async (cwd) => {
    await run(['scan', 'in', '--ledger', 'ledger', '-o', 'json=report'], { cwd });
    const before = readFileSync(join(cwd, 'ledger'), 'utf8');
    for (const argv of [
      ['attest', 'ledger', '--out', 'ledger'],
      ['attest', 'ledger', '--report', 'report', '--out', 'report'],
      ['scan', 'in', '-o', 'json=ledger'],
    ]) {
      const { code, err } = await run(argv, { cwd });
      assert.is(code, 2);
      assert.match(err, OVER);
    }
    assert.is(readFileSync(join(cwd, 'ledger'), 'utf8'), before);
  }));

test('a signed attestation takes the place of an earlier one, and of no other envelope', () =>
  withFolder({ 'in/a.log': 'ok\n' }, async (cwd) => {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(cwd, 'key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await run(['scan', 'in', '--ledger', 'ledger'], { cwd });
    const attest = ['attest', 'ledger', '--key', 'key', '--out', 'out'];
    assert.is((await run(attest, { cwd })).code, 0);
    assert.is((await run(attest, { cwd })).code, 0);
    const foreign = Buffer.from('{"_type":"https://in-toto.io/Statement/v1","predicate":{}}').toString('base64');
    writeFileSync(join(cwd, 'out'), JSON.stringify({ payload: foreign }));
    assert.is((await run(attest, { cwd })).code, 2);
  }));

test('a file that is put there while the scan runs is kept', () =>
  withFolder({ 'in/a.log': LOG }, async (cwd) => {
    const { code, err } = await run(['scan', '-', '-o', 'json=out'], {
      cwd,
      stdin: (async function* () {
        await Promise.resolve();
        writeFileSync(join(cwd, 'out'), LOG);
        yield Buffer.from('ok\n');
      })(),
    });
    assert.is(code, 2);
    assert.match(err, OVER);
    assert.is(readFileSync(join(cwd, 'out'), 'utf8'), LOG);
  }));

test.run();
