/** Every format and view that the selftest plants in is planted in, redacted, and read again. */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { parse } from 'yaml';
import { expand } from '../../scripts/lib/values.ts';
import { redactFiles } from '../../src/redact/files.ts';
import { memoryTarget } from '../../src/redact/target.ts';
import { scan } from '../../src/scan.ts';
import type { KnownInput } from '../../src/scan/known.ts';
import { Secret } from '../../src/secret.ts';
import { ARMOURS } from '../../src/selftest/armours.ts';
import { CUTS } from '../../src/selftest/cuts.ts';
import { FORMATS } from '../../src/selftest/formats.ts';
import type { ViewWriter } from '../../src/selftest/view-writer.ts';
import { VIEWS } from '../../src/selftest/views.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf } from '../scan/helpers.ts';
import { pieceIn } from './pieces.ts';

const test = suite('redaction of every form');

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const form = (name: string, ending: string, write: (text: string) => string): ViewWriter => ({
  name,
  ending,
  write: (text) => Buffer.from(write(text)),
});
/** Texts as they are met every day, which no view is needed for. */
const PLAIN: readonly ViewWriter[] = [
  form('JSON', 'json', (text) => JSON.stringify({ a: [{ msg: text }], n: 1 })),
  form('JSON Lines', 'jsonl', (text) => `${JSON.stringify({ n: 1 })}\n${JSON.stringify({ msg: text })}\n`),
  form('YAML', 'yaml', (text) => `a:\n  msg: ${JSON.stringify(text)}\n  n: 1\n`),
  form('YAML block', 'yaml', (text) => `a:\n  msg: |\n    ${text}\n  n: 1\n`),
  form('XML', 'xml', (text) => `<?xml version="1.0"?>\n<a b="${xml(text)}"><c>${xml(text)}</c></a>\n`),
  form('CSV', 'csv', (text) => `n,msg\n1,"${text.replaceAll('"', '""')}"\n2,x\n`),
  form('Markdown', 'md', (text) => `# T\n\n\`${text}\`\n`),
  form('a log', 'log', (text) => `2026-01-02T00:00:00Z INFO ${text} user=bob\r\n`),
];
const FORMS = [...PLAIN, ...VIEWS, ...FORMATS, ...ARMOURS, ...CUTS];

/** Readers of formats: each throws where a file is none any more. */
const READERS: readonly (readonly [ending: RegExp, read: (bytes: Buffer) => unknown])[] = [
  [/\.(?:json|har|ipynb|heapsnapshot)$/, (bytes) => JSON.parse(bytes.toString()) as unknown],
  [
    /\.(?:jsonl|cast)$/,
    (bytes) =>
      bytes
        .toString()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown),
  ],
  [/\.ya?ml$/, (bytes) => parse(bytes.toString()) as unknown],
  [/\.gz$/, gunzipSync],
  [/\.z$/, inflateSync],
  [/\.br$/, brotliDecompressSync],
];

/** Values: one that a rule knows, one that a name beside it gives away, one that is declared. */
const KINDS: Readonly<Record<string, (seed: string) => { value: string; text: string; known?: KnownInput }>> = {
  'a token': (seed) => {
    const value = expand(['glp', 'at-', '{base62:20}'], seed);
    return { value, text: `token=${value}` };
  },
  'a declared value': (seed) => {
    const value = expand(['{base62:27}', '7a'], seed);
    return { value, text: `got ${value}`, known: { values: [{ name: 'V', secret: new Secret(value) }] } };
  },
};

/** A copy of a file, and what each of its parts holds. */
interface Copy {
  readonly status: string;
  readonly bytes: Buffer;
  readonly texts: readonly Buffer[];
  readonly left: readonly string[];
}

const COMMON = { cwd: '/work', env: {}, paths: [] } as const;

async function copyOf(path: string, bytes: Buffer, known: KnownInput | undefined): Promise<Copy> {
  const target = memoryTarget();
  const common = { ...COMMON, ...(known && { known }) };
  const { record } = await redactFiles({
    ...common,
    events: [{ kind: 'blob', blob: blobOf(path, bytes) }],
    input: path,
    mode: 'copy',
    target,
  });
  const texts: Buffer[] = [];
  const { result } = await scan({
    ...common,
    events: [{ kind: 'blob', blob: blobOf(path, target.bytes) }],
    observer: { text: ({ bytes: text }) => void texts.push(Buffer.from(text)), part: () => undefined },
  });
  const left = [
    ...result.findings.map(({ ruleId }) => ruleId),
    ...result.skipped.filter(({ accepted }) => !accepted).map(({ detail }) => detail),
  ];
  return { status: record.files[0]?.status ?? 'none', bytes: target.bytes, texts, left };
}

const SEEDS = ['one', 'two'];
/** Forms that nothing writes anew: their files are not written at all. */
const WITHHELD = new Set([
  'bzip2',
  'lzma',
  'leveldb-log',
  'compress',
  '7z',
  'cab',
  'xar',
  'framed',
  'git-bundle > git-pack',
  'avro',
  'pgdump',
  'pdf',
  'redis',
  'carved > gzip',
  'gzip:rest > base64',
  'zip:rest > base64',
]);

for (const [kind, make] of Object.entries(KINDS)) {
  for (const { name, ending, write } of FORMS) {
    test(`leaves nothing of ${kind} in ${name} (${ending}), which stays what it is`, async () => {
      for (const seed of SEEDS) {
        const { value, text, known } = make(`${kind} ${name} ${seed}`);
        const path = `out/a.${ending}`;
        const { status, bytes, texts, left } = await copyOf(path, write(text), known);
        assert.is(status, WITHHELD.has(name) ? 'withheld' : 'redacted');
        assert.equal(left, []);
        for (const part of [bytes, ...texts]) assert.is(pieceIn(part, value), undefined, seed);
        if (status === 'redacted') for (const [, read] of READERS.filter(([one]) => one.test(path))) read(bytes);
      }
    });
  }
}

test.run();
