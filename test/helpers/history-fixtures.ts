/**
 * Cases that files alone cannot show: `fixtures/history/<case>/case.yaml` makes a repository step by step and says what a
 * command must report of it. `fixtures/README.md` explains the format.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Finding } from '../../src/types.ts';
import { git } from '../source/git/helpers.ts';
import { expandTemplate } from './fixture-template.ts';
import { readRules, valuesFor, type ValueSource } from './fixture-values.ts';

/** What happens in the repository, one after the other: files are written, then git is called. */
interface Step {
  /** Texts by path, both with placeholders; one that begins with `#!` can be run. */
  readonly write?: Readonly<Record<string, string>>;
  /** Arguments of each call, with placeholders. */
  readonly git?: readonly (readonly string[])[];
  /** Whether the last call is refused, as by a hook. */
  readonly refused?: boolean;
}

/** What a finding must say; what is left out may be anything. */
export interface HistoryExpectation {
  readonly rule?: string;
  readonly path?: string;
  readonly part?: string;
  readonly line?: number;
  readonly view?: readonly string[];
  /** Whether the work tree of HEAD still has it, and whether a ref leads to it. */
  readonly inHead?: boolean;
  readonly reachable?: boolean;
}

/** One case. */
export interface HistoryFixture {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly steps: readonly Step[];
  /** Command line that looks at the repository, and variables that it has; a path among these is below the repository. */
  readonly run: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly expect: readonly HistoryExpectation[];
  /** Fills placeholders. */
  readonly values: ValueSource;
}

const ROOT = new URL('../../', import.meta.url);

/** Reads every case, ordered by name. */
export async function loadHistoryFixtures(): Promise<HistoryFixture[]> {
  const rules = await readRules(ROOT);
  const folder = new URL('fixtures/history/', ROOT);
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const syntax = parse(readFileSync(new URL(`${name}/case.yaml`, folder), 'utf8')) as Omit<HistoryFixture, 'id'>;
      const id = `history/${name}`;
      return { ...syntax, id, env: syntax.env ?? {}, values: valuesFor(rules, id) };
    });
}

/** Makes the repository of a case in an empty one. */
export function makeHistory({ steps, values }: HistoryFixture, folder: string): void {
  const fill = (text: string): string => expandTemplate(text, values).text;
  for (const { write = {}, git: calls = [], refused = false } of steps) {
    for (const [path, text] of Object.entries(write)) {
      const target = join(folder, fill(path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, Buffer.from(fill(text), 'latin1'));
      if (text.startsWith('#!')) chmodSync(target, 0o755);
    }
    for (const [index, call] of calls.entries()) {
      const isRefused = refused && index === calls.length - 1;
      if (didFail(() => git(folder, call.map(fill))) !== isRefused)
        throw new Error(`git ${call.join(' ')} ${isRefused ? 'was not refused' : 'failed'}`);
    }
  }
}

function didFail(call: () => void): boolean {
  try {
    call();
    return false;
  } catch {
    return true;
  }
}

/** Whether a finding says what is expected. */
export function saysExpected({ ruleId, location, places }: Finding, expected: HistoryExpectation): boolean {
  const [place] = places ?? [];
  const said: Required<HistoryExpectation> = {
    rule: ruleId,
    path: location.path,
    part: location.part ?? '',
    line: location.startLine,
    view: location.view,
    inHead: place?.inHead ?? false,
    reachable: (place?.refs ?? []).length > 0,
  };
  return Object.entries(expected).every(
    ([key, value]) => JSON.stringify(said[key as keyof HistoryExpectation]) === JSON.stringify(value),
  );
}
