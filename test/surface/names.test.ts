import { readFile } from 'node:fs/promises';
import {
  COMMON_FOLDERS,
  FILE_NAMES,
  OTHER_NAMES,
  SOURCE_EXTENSIONS,
  TOOL_FOLDERS,
  WRAPPER_EXTENSIONS,
} from '../../src/surface/names.ts';
import { EVIDENCE_SURFACES } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('surface/names');

const sections = (await readFile(new URL('../../docs/surfaces.md', import.meta.url), 'utf8')).split('\n## ');
const patternsOf = (surface: string): string[] => {
  const section = sections.find((text) => text.startsWith(`\`${surface}\``)) ?? '';
  const lists = section.split(/\n(?=- )/).filter((item) => !item.startsWith('- Content'));
  return [
    ...lists
      .slice(1)
      .join('\n')
      .matchAll(/`([^`]+)`/g),
  ]
    .map((match) => match[1] ?? '')
    .toSorted();
};

for (const surface of EVIDENCE_SURFACES) {
  test(`docs/surfaces.md lists the names of ${surface}, all and none but them`, () => {
    const names = [...FILE_NAMES[surface], ...TOOL_FOLDERS[surface], ...COMMON_FOLDERS[surface]];
    assert.equal(patternsOf(surface), names.toSorted());
  });
}

test('docs/surfaces.md lists what is no evidence', () => {
  const extensions = [...SOURCE_EXTENSIONS, ...WRAPPER_EXTENSIONS].map((extension) => `.${extension}`);
  assert.equal(patternsOf('other'), [...OTHER_NAMES, ...extensions].toSorted());
});

test.run();
