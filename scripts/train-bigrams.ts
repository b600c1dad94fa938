/**
 * Trains the letter-pair table that tells words from random letters, on the Markdown and type files of the installed
 * packages, and prints the module `src/detect/data/bigrams.ts`. Run: node --import=tsx scripts/train-bigrams.ts
 */
import { readFileSync } from 'node:fs';
import fastGlob from 'fast-glob';

const counts = new Float64Array(26 * 26).fill(1);
const seen = new Map<string, number>();
const files = await fastGlob(['node_modules/**/*.{md,d.ts}'], { followSymbolicLinks: false });
for (const file of files.sort()) {
  for (const [word] of readFileSync(file, 'utf8').matchAll(/[A-Za-z][a-z]{2,20}/g)) {
    const lower = word.toLowerCase();
    const times = (seen.get(lower) ?? 0) + 1;
    seen.set(lower, times);
    if (times > 20) continue; // a word counts by its spread, not by how often a licence repeats it
    for (let i = 1; i < lower.length; i++) {
      const cell = (lower.charCodeAt(i - 1) - 97) * 26 + lower.charCodeAt(i) - 97;
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
}
const total = counts.reduce((sum, count) => sum + count, 0);
// Each cell: log2 of the pair's frequency over chance, from -4 (0) to +4 (8), one digit.
const digits = [...counts].map((count) => Math.max(0, Math.min(8, Math.round(Math.log2((count / total) * 676) + 4))));
console.log(`/**
 * How much more often than chance a letter follows another in English technical text: log2 of the ratio plus 4, one digit
 * a pair, rows by first letter. Made by scripts/train-bigrams.ts.
 */
export const BIGRAMS: string = [`);
for (let row = 0; row < 26; row++) console.log(`  '${digits.slice(row * 26, row * 26 + 26).join('')}',`);
console.log("].join('');");
