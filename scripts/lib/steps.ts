/** The steps of `npm run ok`, in their order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, packed } from './package-check.ts';
import { run, type Outcome } from './run.ts';

/** One step of the gate: `name` is what `--only` and `--skip` take. */
export interface Step {
  readonly name: string;
  readonly says: string;
  readonly run: () => Promise<Outcome>;
}

/** The steps for the repository at `root`; `temp` is an empty folder that they may fill. */
export function stepsOf(root: string, temp: string): readonly Step[] {
  const node = (...args: string[]) => run(process.execPath, args, { cwd: root });
  const script = (name: string, ...args: string[]) => node('--import=tsx', `scripts/${name}.ts`, ...args);
  /** A tool's own start file, as its package names it under `bin`. */
  const tool = (name: string, bin: string, ...args: string[]) => {
    const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as {
      readonly bin: string | Readonly<Record<string, string>>;
    };
    const file = typeof manifest.bin === 'string' ? manifest.bin : (manifest.bin[bin] ?? '');
    return node(join('node_modules', name, file), ...args);
  };
  return [
    { name: 'generate', says: 'tables compiled from the rules', run: () => script('generate') },
    { name: 'types', says: 'types', run: () => tool('typescript', 'tsc', '-p', '.') },
    {
      name: 'lint',
      says: 'lint',
      run: () => tool('oxlint', 'oxlint', '--type-aware', '--deny-warnings', 'src', 'test', 'scripts'),
    },
    { name: 'imports', says: 'one-way imports', run: () => script('lint-imports') },
    { name: 'format', says: 'format', run: () => tool('prettier', 'prettier', '--check', '.') },
    { name: 'rules', says: 'rules and their examples', run: () => script('check-rules') },
    { name: 'docs', says: 'generated documents are fresh', run: () => script('docs', '--check') },
    {
      name: 'api',
      says: 'every export is documented',
      run: () => tool('typedoc', 'typedoc', '--options', 'typedoc.json'),
    },
    { name: 'unused', says: 'no unused file, export or package', run: () => tool('knip', 'knip') },
    { name: 'build', says: 'bundle, types and third-party notice', run: () => script('build', '--check') },
    { name: 'pack', says: 'package packed, its size', run: () => packed(root, temp) },
    {
      name: 'publint',
      says: 'package manifest',
      run: async () => tool('publint', 'publint', 'run', '--strict', join(temp, 'package.tgz')),
    },
    {
      name: 'attw',
      says: 'package types as others resolve them',
      run: () =>
        tool(
          '@arethetypeswrong/cli',
          'attw',
          join(temp, 'package.tgz'),
          '--profile',
          'esm-only',
          '--no-definitely-typed',
        ),
    },
    { name: 'install', says: 'packed package installed and run', run: () => checkPackage(root, temp) },
    { name: 'self', says: 'own repository scanned by itself', run: () => script('check-secrets') },
    {
      name: 'test',
      says: 'tests with coverage',
      run: () => tool('c8', 'c8', process.execPath, '--import=tsx', 'scripts/test.ts'),
    },
  ];
}
