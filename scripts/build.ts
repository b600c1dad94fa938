/**
 * Builds what is published: `dist/index.js` and `dist/cli.cjs` with their chunks, the types, and THIRD-PARTY.md.
 * `--check` fails where THIRD-PARTY.md is not what the bundle asks for, instead of writing it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './lib/bundle.ts';
import { pruneDeclarations } from './lib/declarations.ts';
import { putDocument } from './lib/document.ts';
import { bundledPackages, thirdPartyDocument } from './lib/third-party.ts';

const root = join(import.meta.dirname, '..');
const metafile = await bundle({
  root,
  entries: { library: 'src/index.ts', cli: 'src/cli/process-io.ts', 'chunks/worker': 'src/scan/threads/worker.ts' },
  merge: {
    'chunks/start': 'src/cli/process-io.ts',
    'chunks/audit': 'src/cli/audit.ts',
    'chunks/scan': 'src/cli/scan.ts',
    'chunks/human': 'src/report/human.ts',
    'chunks/staged': 'src/cli/hook/pre-commit.ts',
    'chunks/run': 'src/cli/run.ts',
    'chunks/judge': 'src/detect/judgement.ts',
    'chunks/matchers': 'src/detect/code-matcher.ts',
  },
  late: [
    'src/detect/judgement.ts',
    'src/detect/code-matcher.ts',
    'src/policy/usual-claims.ts',
    'src/policy/baseline/detect-secrets.ts',
    'src/report/colours.ts',
    'src/policy/decision/template.ts',
    'src/check/authorship.ts',
    'src/check/transitions.ts',
    'src/scan/undone.ts',
    'src/view/joined/word-dump.ts',
    'src/view/armour/marked-data.ts',
    'src/view/columns/drawn-tables.ts',
    'src/view/columns/sql-values.ts',
    'src/view/joined/in-pieces.ts',
    'src/view/joined/other-forms.ts',
    'src/view/joined/put-together.ts',
    'src/view/encoded/strided.ts',
    'src/view/encoded/utf32.ts',
    'src/view/encoded/hex-record-data.ts',
    'src/view/document/heap-snapshot.ts',
    'src/view/document/indexed-json.ts',
    'src/view/document/lz-string.ts',
    'src/view/document/netstrings.ts',
    'src/view/document/notebook.ts',
    'src/view/document/office-table.ts',
    'src/view/document/registry.ts',
    'src/view/document/rtf.ts',
    'src/view/redis/dump.ts',
    'src/surface/field/protobuf-field.ts',
  ],
  data: [
    'src/detect/data/generic-model.json',
    'src/generated/rules.json',
    'src/generated/examples.json',
    'src/generated/prefilter-tables.bin',
  ],
  faces: { index: 'library' },
  outDir: 'dist',
});
mkdirSync(join(root, '.cache'), { recursive: true });
writeFileSync(join(root, '.cache/bundle.json'), JSON.stringify(metafile));

execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
const packages = pruneDeclarations(root, 'dist/types');
if (packages.length > 0) throw new Error(`Cannot publish the types: they need ${packages.join(', ')}`);

const notice = await thirdPartyDocument(bundledPackages(root, metafile));
const stale = putDocument(root, 'THIRD-PARTY.md', notice, process.argv.includes('--check'));
if (stale !== undefined) {
  console.error(`${stale} is stale: run npm run build and commit it`);
  process.exitCode = 1;
}
