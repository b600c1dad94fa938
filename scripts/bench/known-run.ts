/**
 * Measures the search for declared values alone: `known-run FOLDER SET ROUNDS` reads the files of a folder, makes a set of invented
 * values, and prints for each round the megabytes per CPU second, reading and making left out.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownFinder } from '../../src/detect/known/finder.ts';
import { knownPieces, knownSet } from '../../src/detect/known/known-set.ts';
import { KnownValues } from '../../src/detect/known/matcher.ts';
import { anchorsOf } from '../../src/detect/known/prints/anchors.ts';
import { printKeys } from '../../src/detect/known/prints/keys.ts';
import { PrintedValues } from '../../src/detect/known/prints/matcher.ts';
import { printsOf } from '../../src/detect/known/prints/prints.ts';
import { Secret } from '../../src/secret.ts';
import type { NamedValue } from '../../src/types.ts';
import { filesOf } from './slices.ts';

/** Windows as long as those of a scan. */
const WINDOW = 4 * 1024 * 1024;
/** CPU seconds that a round takes at least. */
const LEAST_SECONDS = 1.5;

/** Invented values of 24 to 48 characters, one in ten with characters that every format escapes. */
function valuesOf(count: number): readonly NamedValue[] {
  return Array.from({ length: count }, (_, index) => {
    const text = randomBytes(18 + 6 * (index % 4)).toString('base64url');
    const odd = index % 10 === 0 ? `${text.slice(0, 12)}"$&/=' ${text.slice(12)}` : text;
    return { name: `VALUE_${index}`, secret: new Secret(odd) };
  });
}

function finderOf(set: string): KnownFinder {
  const [kind, count] = set.split(' ');
  const values = valuesOf(Number(count));
  if (kind === 'everyday') return new KnownValues(knownSet(values, { mostInEveryForm: 0 }).tables);
  if (kind === 'every') return new KnownValues(knownSet(values, { mostInEveryForm: Infinity }).tables);
  const keys = printKeys(randomBytes(32));
  const anchors = knownPieces(values).pieces.flatMap((piece) => anchorsOf(piece, false));
  return new PrintedValues({ prints: printsOf(anchors, keys), base: keys.base, confirm: keys.confirm });
}

function seconds(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

const [folder = '', set = '', rounds = '1'] = process.argv.slice(2);
const text = Buffer.concat(filesOf(folder).map(({ path }) => readFileSync(join(folder, path))));
const made = process.cpuUsage();
const finder = finderOf(set);
const build = seconds(made);
const pass = (): void => {
  for (let at = 0; at < text.length; at += WINDOW) finder.find(text.subarray(at, at + WINDOW));
};
pass();
const rates = Array.from({ length: Number(rounds) }, () => {
  const start = process.cpuUsage();
  let passes = 0;
  for (; seconds(start) < LEAST_SECONDS; passes++) pass();
  return (passes * text.length) / 1e6 / seconds(start);
});
console.log(JSON.stringify({ build, rates, peak: process.resourceUsage().maxRSS / 1e3 }));
