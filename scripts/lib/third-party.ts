import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { formatDocument } from './document.ts';

/** A package of which at least one byte is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  /** The licence file's own words, empty where the package has none. */
  readonly text: string;
}

const FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

function licenceText(folder: string): string {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n');
}

/** The packages whose code is in the bundle, by name and version. Throws where one names no licence. */
export function bundledPackages(root: string, metafile: Metafile): BundledPackage[] {
  const folders = new Set<string>();
  for (const output of Object.values(metafile.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = FOLDER.exec(path)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  const found = [...folders].map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Partial<BundledPackage>;
    const { name = folder, version = '', license } = manifest;
    if (typeof license !== 'string') throw new Error(`Cannot bundle ${name}: its package.json names no licence`);
    return { name, version, license, text: licenceText(join(root, folder)) };
  });
  const byName = new Map(found.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byName.keys()].sort().flatMap((key) => byName.get(key) ?? []);
}

/** The text of THIRD-PARTY.md. */
export async function thirdPartyDocument(packages: readonly BundledPackage[]): Promise<string> {
  const rows = packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const texts = packages.map(({ name, version, text }) =>
    [`## ${name} ${version}`, '', '```text', text || 'The package has no licence file.', '```', ''].join('\n'),
  );
  const head = [
    '# Third-party code',
    '',
    '<!-- Made by `npm run build`. Do not edit. -->',
    '',
    'The published package holds code of these packages, bundled at build time. Nothing else is installed with it.',
    '',
    '| Package | Version | Licence |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ];
  return await formatDocument('THIRD-PARTY.md', [...head, ...texts].join('\n'));
}
