import type { ContentHit } from './content-hit.ts';

const ID = '[0-9a-f]{40}(?:[0-9a-f]{24})?';

/** First lines of git's output formats (gitformat-bundle, git-format-patch, git-cat-file, LFS pointer specification). */
const HEADS: readonly (readonly [string, RegExp])[] = [
  ['git bundle', /^# v[23] git bundle\n/],
  ['LFS pointer', /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n/],
  ['commit object', new RegExp(`^tree ${ID}\\n(?:parent ${ID}\\n){0,16}author `)],
  ['tag object', new RegExp(`^object ${ID}\\ntype [a-z]{3,6}\\ntag `)],
  ['git log', new RegExp(`^commit ${ID}(?: \\([^\\n]{0,200}\\))?\\n(?:Merge: [^\\n]{0,100}\\n)?Author: `)],
  ['mailed patch', new RegExp(`^From ${ID} Mon Sep 17 00:00:00 2001\\n`)],
  ['patch', /^diff --(?:git|cc|combined) /],
  ['patch', /^--- [^\n]{1,400}\n\+\+\+ [^\n]{1,400}\n@@ -\d/],
  ['patch', /^Index: [^\n]{1,400}\n={20,}/],
];

/** Commits, tags, patches and bundles outside a repository. */
export function surfaceOfCommit(text: string): ContentHit | undefined {
  const head = HEADS.find(([, shape]) => shape.test(text));
  return head && { surface: 'commit', what: head[0] };
}
