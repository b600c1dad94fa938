/**
 * What may know what in `src`. Data for `scripts/lint-imports.ts`; each exception has its reason beside it.
 */

/** A group of files that the import rule treats alike. */
export type Layer =
  | 'core'
  | 'generated'
  | 'engine'
  | Stage
  | 'report'
  | 'scan'
  | 'redact'
  | 'run'
  | 'selftest'
  | 'check'
  | 'attest'
  | 'index'
  | 'cli';
/** Folders that hand their results on to each other through `scan` alone. */
type Stage = 'source' | 'surface' | 'view' | 'detect' | 'policy';

const BASE: readonly Layer[] = ['core', 'generated'];
const STAGES: readonly Layer[] = ['source', 'surface', 'view', 'detect', 'policy'];

/** Layers that a layer may import, besides itself. */
export const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  core: [],
  generated: ['core'],
  engine: BASE,
  source: [...BASE, 'engine'],
  surface: [...BASE, 'engine'],
  view: [...BASE, 'engine'],
  detect: [...BASE, 'engine'],
  policy: [...BASE, 'engine'],
  report: BASE,
  scan: [...BASE, 'engine', ...STAGES, 'report'],
  // Takes out of texts what a scan finds in them.
  redact: [...BASE, 'engine', ...STAGES, 'report', 'scan'],
  // Starts a command and keeps what it writes, redacted.
  run: [...BASE, 'engine', ...STAGES, 'report', 'scan', 'redact'],
  // Plants values and expects a scan and an audit to find them.
  selftest: [...BASE, 'engine', ...STAGES, 'report', 'scan'],
  // Holds the packet to its word with what a scan gives; reports render its result, whose types are core.
  check: [...BASE, ...STAGES, 'report', 'scan'],
  // Holds files to what a ledger says of them: it walks and reads, and scans nothing.
  attest: [...BASE, 'source', 'report'],
  index: [...BASE, 'engine', ...STAGES, 'report', 'scan', 'check', 'attest'],
  cli: [...BASE, 'engine', ...STAGES, 'report', 'scan', 'redact', 'run', 'selftest', 'check', 'attest'],
};

/** Files whose layer is not the one that their folder says. */
const LAYER_OF_FILE: Readonly<Record<string, Layer>> = {
  // Types alone; the compiled rule is what the generated tables and the reports' rule lists are made of.
  'src/detect/rule.ts': 'core',
  // Says of any text how much it is like words: rules ask for it, and so does what hides values in names.
  'src/detect/wordlike.ts': 'core',
  'src/detect/data/bigrams.ts': 'core',
  'src/index.ts': 'index',
  'src/scan.ts': 'scan',
  'src/audit.ts': 'scan',
  'src/check.ts': 'check',
};

/** The layer of a path below the repository's root, `undefined` for a folder that has none. */
export function layerOf(path: string): Layer | undefined {
  const exact = LAYER_OF_FILE[path];
  if (exact !== undefined) return exact;
  const [, folder, ...rest] = path.split('/');
  if (rest.length === 0 || folder === 'types') return 'core';
  return folder !== undefined && folder in MAY_IMPORT && folder !== 'core' && folder !== 'index'
    ? (folder as Layer)
    : undefined;
}

/** Files (or folders, with a final `/`) that may call `Secret.reveal()`, each with its reason. */
export const REVEALERS: Readonly<Record<string, string>> = {
  'src/detect/': 'validators, entropy, dummies and masks look at the value',
  'src/policy/references.ts': 'a reference such as op://… or ${NAME} is told from a value by its text',
  'src/policy/canaries.ts': 'a planted value is told by the marker in it or around it',
  'src/policy/baseline/same-value.ts': 'baselines of other tools know a value by its hash or its text',
  'src/report/guard.ts': 'searches finished reports for every value found',
  'src/scan/': 'fingerprints and the hand-over to the guard',
};

/** Files that may import a package at their head; elsewhere packages are loaded when first needed, with `await import()`. */
export const EAGER: Readonly<Record<string, string>> = {
  'src/detect/pattern-analysis.ts': 'compiles rules: at build time, and when rule files are named',
  'src/report/colours.ts': 'loaded when one of its functions is called first',
};

/** Files outside `src` that may be imported, each with its reason. */
export const OUTSIDE: Readonly<Record<string, string>> = {
  'package.json': 'the version stands there alone',
};

/** Modules that reach the network; watertight has none of them but where {@link PIPES} says so. */
export const NETWORK: readonly string[] = [
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'dgram',
  'dns',
  'dns/promises',
  'inspector',
];

/** Files that may read pipes with `node:net`, each with its reason: Node has no other reader that can be ended. */
export const PIPES: Readonly<Record<string, string>> = {
  'src/run/pipes.ts': 'reads what the command of watertight run writes; it connects to nothing',
};

/** Names that would reach the network or run text as code. */
export const FORBIDDEN_GLOBALS: readonly string[] = [
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'eval',
  'Function',
];

/** Files that may start another program, each with its reason. */
export const STARTERS: Readonly<Record<string, string>> = {
  'src/run/child.ts': 'starts the command of watertight run, which its user names',
  'src/run/pipes.ts': 'starts mkfifo, because Node cannot make a pipe that has a name',
  'src/source/git/command.ts': 'starts git, and nothing else, to read repositories',
};
