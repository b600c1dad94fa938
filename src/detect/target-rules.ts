import { compileRule } from './compile.ts';
import { MATCHERS } from './matchers.ts';
import type { CompiledRule } from './rule.ts';

/** What identifies a Target Repository: the absolute path of a folder, or the address of a remote. */
export interface TargetMark {
  readonly kind: 'path' | 'remote';
  readonly text: string;
}

/** Maximum length of the keyword that the engine searches for. */
const KEYWORD = 24;

/** Rules that match mentions of Target Repositories in every view of a text. The mention is the value, so no report quotes it. */
export function targetRules(marks: readonly TargetMark[]): CompiledRule[] {
  return marks.map(({ kind, text }, index) => {
    const bytes = Buffer.from(text, 'utf8').toString('latin1');
    const pattern = kind === 'path' ? pathPattern(bytes) : remotePattern(bytes);
    return compileRule(
      {
        id: index === 0 ? `target-${kind}` : `target-${kind}-${index + 1}`,
        name: kind === 'path' ? 'Path of a Target Repository' : 'Address of a Target Repository',
        class: 'target-path',
        severity: 'high',
        confidence: 'provider-shape',
        keywords: [keywordOf(kind === 'path' ? bytes : remoteParts(bytes).path)],
        pattern,
        flags: 'i',
        examples: [],
      },
      MATCHERS,
      'the packet',
    );
  });
}

function keywordOf(text: string): string {
  return text.toLowerCase().slice(0, KEYWORD);
}

function pathPattern(path: string): string {
  return `(?<![\\w.-])(?<secret>${escaped(path)})(?![\\w-])`;
}

/** `https://host/a/b.git`, `git@host:a/b.git` and `host/a/b` are the same remote. */
function remotePattern(remote: string): string {
  const { host, path } = remoteParts(remote);
  return host === ''
    ? pathPattern(path)
    : `(?<![\\w.-])(?<secret>${escaped(host)}(?::\\d{1,5})?[:/]${escaped(path)})(?![\\w-])`;
}

function remoteParts(remote: string): { readonly host: string; readonly path: string } {
  const plain = remote
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^@/]*@/, '')
    .replace(/(?:\.git)?\/*$/, '');
  const found = /^(?<host>[\w.-]+)(?::\d+)?[:/]\/?(?<path>.+)$/.exec(plain)?.groups;
  return { host: found?.['host'] ?? '', path: found?.['path'] ?? plain };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
