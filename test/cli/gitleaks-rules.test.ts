import { join } from 'node:path';
import { symlinkSync } from 'node:fs';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, withFolder } from './helpers.ts';

const test = suite('--rules with a gitleaks configuration');

const VALUE = expand(['acme', '_', '{base62:24}'], 'gitleaks-rules');
const RULE = `[[rules]]\nid = "acme"\ndescription = "Acme token"\nregex = '\\bacme_\\w{24}\\b'\nkeywords = ["ACME_"]\n`;

interface Report {
  readonly findings: readonly { readonly ruleId: string; readonly location: { readonly path: string } }[];
  readonly summary: { readonly allowed: Readonly<Record<string, number>> };
}

async function scan(cwd: string, ...more: readonly string[]): Promise<{ code: number; report: Report; err: string }> {
  const { code, out, err } = await run(['scan', 'src', '-q', '--format', 'json', ...more], { cwd });
  assert.not(out.includes(VALUE));
  return { code, report: out === '' ? { findings: [], summary: { allowed: {} } } : (JSON.parse(out) as Report), err };
}

test('its rules find what they describe, beside the built-in ones', () =>
  withFolder({ 'g.toml': RULE, 'src/a.txt': `x ${VALUE} y\n` }, async (cwd) => {
    assert.is((await scan(cwd)).code, 0);
    const { code, report } = await scan(cwd, '--rules', 'g.toml');
    assert.equal([code, report.findings.map(({ ruleId }) => ruleId)], [1, ['acme']]);
  }));

test('what its allowlists allow is counted, files that they name are not scanned by its rules', () =>
  withFolder(
    {
      'g.toml': `${RULE}[[allowlists]]\nregexTarget = "line"\nregexes = ['fine']\n[[allowlists]]\npaths = ['^src/doc/']\n`,
      'src/a.txt': `x ${VALUE} fine\n`,
      'src/doc/b.txt': `x ${VALUE} y\n`,
    },
    async (cwd) => {
      const { code, report } = await scan(cwd, '--rules', 'g.toml');
      assert.equal([code, report.summary.allowed], [0, { allowlist: 1 }]);
    },
  ));

test('a rule for some files is told by the name of the archive’s member, and by the name from the packet’s folder', () =>
  withFolder({ 'g.toml': `${RULE}path = 'src/a'\n`, 'src/a.txt': VALUE, 'src/b.txt': VALUE }, async (cwd) => {
    const { report } = await scan(cwd, '--rules', 'g.toml');
    assert.equal(
      report.findings.map(({ location }) => location.path),
      ['src/a.txt'],
    );
  }));

test('a file that is extended lies below the working directory or beside the file', () =>
  withFolder(
    {
      'conf/g.toml': '[extend]\npath = "base.toml"\n',
      'conf/base.toml': RULE,
      'work/src/a.txt': VALUE,
      'work/up.toml': '[extend]\npath = "../other/base.toml"\n',
      'work/link.toml': '[extend]\npath = "base.toml"\n',
      'work/none.toml': '[extend]\npath = "nowhere.toml"\n',
      'other/base.toml': RULE,
    },
    async (root) => {
      const cwd = join(root, 'work');
      symlinkSync(join(root, 'other/base.toml'), join(cwd, 'base.toml'));
      assert.is((await scan(cwd, '--rules', '../conf/g.toml')).code, 2);
      const conf = join(root, 'conf');
      const argv = ['scan', '../work/src', '-q', '--rules', 'g.toml'];
      assert.is((await run(argv, { cwd: conf })).code, 1);
      for (const name of ['up.toml', 'link.toml'])
        assert.match((await scan(cwd, '--rules', name)).err, /'path' leads out of both the working directory/);
      assert.match((await scan(cwd, '--rules', 'none.toml')).err, /'path' names no file$/m);
    },
  ));

test('faults end the run with file, rule and key; what has no effect is told', () =>
  withFolder(
    {
      'g.toml': `${RULE}entropy = "x"\n`,
      'toml.txt': `${RULE}colour = "red"\n`,
      'twice.toml': RULE,
      'src/a.txt': VALUE,
    },
    async (cwd) => {
      const broken = await scan(cwd, '--rules', 'g.toml');
      assert.is(broken.code, 2);
      assert.match(broken.err, /Cannot use rule acme of g\.toml: 'entropy' is not a number/);
      const told = await scan(cwd, '--rules', 'toml.txt');
      assert.is(told.code, 1);
      assert.match(told.err, /rule acme of toml\.txt: 'colour' is not known and has no effect/);
      const both = await scan(cwd, '--rules', 'toml.txt', '--rules', 'twice.toml');
      assert.equal(both.code, 1);
      const missing = await scan(cwd, '--rules', 'none.toml');
      assert.match(missing.err, /Cannot read rules of none\.toml: no such file/);
    },
  ));

test.run();
