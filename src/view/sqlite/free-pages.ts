import type { Span } from '../../types.ts';
import type { Pages } from './pages.ts';

/** Offset in the database header of the first page in the list (https://www.sqlite.org/fileformat2.html#the_freelist). */
const FIRST = 32;
const NUMBER = 4;

/** Numbers of the unused pages, in the order of the free list. */
function* freePages(pages: Pages): Generator<number> {
  const head = pages.read(1);
  let trunk = head.length < FIRST + NUMBER ? 0 : head.readUInt32BE(FIRST);
  for (let steps = 0; trunk > 0 && steps < pages.count; steps++) {
    const page = pages.read(trunk);
    if (page.length < 2 * NUMBER) return;
    yield trunk;
    const count = Math.min(page.readUInt32BE(NUMBER), page.length / NUMBER - 2);
    for (let leaf = 0; leaf < count; leaf++) yield page.readUInt32BE((2 + leaf) * NUMBER);
    trunk = page.readUInt32BE(0);
  }
}

/** Spans of adjacent free pages: deleted data may extend over several. */
export function* freeRuns(pages: Pages): Generator<Span> {
  const isFree = new Uint8Array(pages.count + 1);
  for (const page of freePages(pages)) if (page <= pages.count) isFree[page] = 1;
  for (let first = isFree.indexOf(1); first >= 0;) {
    let last = first;
    while (isFree[last + 1] === 1) last++;
    yield { start: (first - 1) * pages.size, end: last * pages.size };
    first = isFree.indexOf(1, last + 1);
  }
}
