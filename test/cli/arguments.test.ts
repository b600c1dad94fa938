import { parseArguments } from '../../src/cli/arguments.ts';
import { ScanError } from '../../src/errors.ts';
import { assert, suite } from '../helpers/suite.ts';
import { token } from './helpers.ts';

const test = suite('parseArguments()');

function messageOf(argv: readonly string[]): string {
  try {
    parseArguments(argv);
  } catch (error) {
    if (error instanceof ScanError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
}

test('scan is the command when none is named', () => {
  assert.is(parseArguments([]).command, 'scan');
  assert.equal(parseArguments(['out', '-']).paths, ['out', '-']);
  assert.is(parseArguments(['surfaces', 'out']).command, 'surfaces');
});

test('a name of Object.prototype is a path and no command', () => {
  assert.equal(parseArguments(['constructor']).paths, ['constructor']);
  assert.equal(parseArguments(['__proto__']).command, 'scan');
});

test('flags are read with their aliases, and lists keep their order', () => {
  const args = parseArguments(['-f', 'sarif', '--exclude', 'a', '--format=sarif', '--exclude=b', '-q', 'x']);
  assert.is(args.text('format'), 'sarif');
  assert.equal(args.list('exclude'), ['a', 'b']);
  assert.ok(args.isSet('quiet'));
  assert.not(args.isSet('report-only'));
  assert.is(args.text('packet'), undefined);
});

test('two different values for a flag that takes one are an error, the same one twice is none', () => {
  for (const flag of ['packet', 'ledger', 'baseline'])
    assert.is(messageOf([`--${flag}=a`, `--${flag}`, 'b']), `usage: Cannot use --${flag} twice: it takes one value`);
  assert.is(parseArguments(['-p', 'a', '--packet=a']).text('packet'), 'a');
  assert.is(messageOf(['-f', 'json', '-f', 'sarif']), 'usage: Cannot use --format twice: it takes one value');
});

test('what stands after -- is a path', () => assert.equal(parseArguments(['--', '--json']).paths, ['--json']));

test('an unknown flag is told with the one that was meant', () => {
  assert.match(messageOf(['--exlude', 'a']), /^usage: .* --exlude \(did you mean --exclude\?\)$/);
  assert.match(messageOf(['--whatever']), /scan has no option --whatever \(see watertight help scan all\)/);
  assert.match(messageOf(['run', '--whatever']), /run has no option --whatever \(see watertight help run all\)/);
  assert.match(messageOf(['baseline', 'create', '--output', 'x']), /--output \(did you mean --out\?\)/);
  assert.match(messageOf(['-z']), /no option/);
});

test('a flag of another command is unknown, and the commands that have it are named', () => {
  assert.match(
    messageOf(['rules', '--ledger', 'x']),
    /no option --ledger \(it belongs to scan, audit, attest verify\)/,
  );
  assert.match(messageOf(['surfaces', '-o', 'x']), /no option -o \(it belongs to scan, audit, check\)/);
  assert.match(messageOf(['rules', '-f', 'json']), /no option -f \(did you mean --json\?\)/);
});

test('flags may stand in front of the command', () => {
  const args = parseArguments(['-q', '--exclude', 'scan', 'explain', 'a.log:1']);
  assert.equal([args.command, args.paths, args.list('exclude')], ['explain', ['a.log:1'], ['scan']]);
  const other = parseArguments(['--exclude=x', 'baseline', 'compare', 'out']);
  assert.equal([other.command, other.paths], ['baseline compare', ['out']]);
  assert.equal(parseArguments(['-q', 'out', 'scan']).paths, ['out', 'scan']);
  assert.is(parseArguments(['--', 'scan']).command, 'scan');
  assert.equal(parseArguments(['-q', '--', 'audit']).paths, ['audit']);
});

test('a missing or a needless value is told', () => {
  assert.match(messageOf(['--exclude']), /--exclude needs a value/);
  assert.match(messageOf(['--packet', '-q']), /--packet needs a value \(if it begins with a hyphen: --packet=-x; /);
  assert.match(messageOf(['--quiet=yes']), /--quiet takes no value/);
});

test('a wrong choice is told with all choices, and the nearest', () => {
  assert.match(
    messageOf(['--format', 'sarf']),
    /--format: it must be one of text, brief, json, .*did you mean sarif\?/,
  );
  assert.not.match(messageOf(['--format', 'completely-else']), /did you mean/);
});

test('no message repeats what was typed as a value', () => {
  const secret = token('argv');
  for (const argv of [
    [`--${secret}`],
    [`--exlude=${secret}`],
    [`-${secret}`],
    ['--format', secret],
    [`--quiet=${secret}`],
  ])
    assert.not(messageOf(argv).includes(secret), argv[0]);
});

test.run();
