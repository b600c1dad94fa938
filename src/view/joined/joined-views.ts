import type { Span } from '../../types.ts';
import { NO_VIEWS, type DecodedView, type ViewContext } from '../decoded-view.ts';
import { delimitedViews } from '../columns/delimited.ts';
import { markupTableViews, ruledViews, tableViews } from '../columns/drawn-tables.ts';
import { sqlViews } from '../columns/sql.ts';
import { carriedViews } from './carried.ts';
import { digitGroupViews } from './digit-groups.ts';
import { type CutText, type Family, HEAD } from './family.ts';
import { castViews, criViews, dockerViews, isFramed, unfoldedViews } from './frames.ts';
import { hexdumpViews } from './hexdump.ts';
import { lineViews } from './lines.ts';
import { blankViews, csvViews, foldedViews, latinByteViews, richTextViews, yamlScalarViews } from './other-forms.ts';
import { additionViews, arrayViews, callViews, characterViews, literalViews } from './put-together.ts';
import { encodedWordViews, isPrintable, quotedPrintableViews } from './mail.ts';
import { breakViews, markupViews } from './markup.ts';
import { concatViews } from './quotes.ts';
import { recordViews } from './records.ts';
import { returnViews } from './returns.ts';
import type { Reach } from '../reach.ts';
import type { Found } from './found.ts';
import { scout } from './scout.ts';
import { encodedPieceViews, streamViews } from './stream-heads.ts';
import { escapeViews, spliceViews, wordViews } from './shell.ts';
import { invisibleViews, terminalViews } from './terminal.ts';
import { wordDumpViews } from './word-dump.ts';

/** A way of cutting values: the family that undoes it, where it may begin, and the kinds of its views. */
interface Way {
  readonly family: Family;
  /** The list of places that it needs; without it, every text is examined. */
  readonly list?: keyof Omit<Found, 'firstLine' | 'isBroken'>;
  readonly kinds?: readonly string[];
}

/**
 * Ways of cutting a value, outermost first, with the families that undo them. Inside the views of one, only later ones are tried: the order
 * of undoing cuts makes no difference to the text.
 */
const WAYS: readonly Way[] = [
  { family: latinByteViews, list: 'packed', kinds: ['latin1'] },
  { family: returnViews, kinds: ['line-breaks'] },
  { family: castViews, kinds: ['cast-joined'] },
  { family: encodedPieceViews, kinds: ['base64-joined'] },
  { family: streamViews, kinds: ['stream-joined'] },
  { family: criViews, kinds: ['cri-joined'] },
  { family: recordViews, kinds: ['gitlab-joined', 'audit-joined', 'strace-joined'] },
  { family: dockerViews, kinds: ['docker-joined'] },
  { family: carriedViews, kinds: ['prefix-stripped'] },
  { family: digitGroupViews, list: 'groups' },
  { family: hexdumpViews },
  { family: wordDumpViews, list: 'dumps', kinds: ['hexdump'] },
  { family: quotedPrintableViews, kinds: ['quoted-printable'] },
  { family: encodedWordViews, list: 'words', kinds: ['encoded-word'] },
  { family: richTextViews, list: 'objects', kinds: ['rich-text-joined'] },
  { family: csvViews, list: 'doubled', kinds: ['csv'] },
  { family: terminalViews, list: 'terminal', kinds: ['ansi-stripped'] },
  { family: foldedViews, list: 'folded', kinds: ['folded'] },
  { family: invisibleViews, list: 'invisible', kinds: ['invisible-stripped'] },
  { family: blankViews, list: 'blanks', kinds: ['blank-replaced'] },
  { family: markupViews, list: 'markup', kinds: ['markup-stripped'] },
  { family: yamlScalarViews, list: 'scalars', kinds: ['yaml-scalar'] },
  { family: breakViews, list: 'breaks' },
  { family: tableViews, list: 'rows' },
  { family: unfoldedViews, kinds: ['joined-lines'] },
  { family: lineViews, kinds: ['joined-lines'] },
  { family: arrayViews, list: 'joins' },
  { family: characterViews, list: 'characters' },
  { family: callViews, list: 'calls' },
  { family: additionViews, list: 'additions' },
  { family: literalViews, list: 'literals' },
  { family: concatViews, list: 'quotes', kinds: ['concat'] },
  // A command run by another command is quoted twice, and any text may be quoted with escaped line breaks.
  { family: wordViews, list: 'splices' },
  { family: spliceViews, list: 'splices' },
  { family: escapeViews, list: 'escapes' },
  { family: delimitedViews },
  { family: ruledViews, list: 'rules' },
  { family: markupTableViews, list: 'titles' },
  { family: sqlViews, kinds: ['columns'] },
];
/** For each kind of view, index of the first way tried inside it. */
const FIRST_INSIDE: ReadonlyMap<string, number> = new Map(
  WAYS.flatMap(({ kinds = [] }, index) => kinds.map((kind): [string, number] => [kind, index + 1])),
);

/** Places whose mere presence means that views depend on more than the bytes near them. */
const FAR_PLACES = ['words', 'doubled', 'terminal', 'events', 'deltas', 'packed'] as const;
/** Families for which that holds once they give a view: it begins near each of its parts. */
const FAR_VIEWS: ReadonlySet<Family> = new Set([wordDumpViews, tableViews]);

/**
 * Gives the texts that result from removing what cuts values. Each covers only the surroundings of the cuts; its `joints` mark what is new.
 *
 * @param inside the kind of view that `bytes` are; undefined for an original text
 */
export function* joinedViews(
  bytes: Buffer,
  range: Span,
  context: ViewContext,
  inside: string | undefined,
): Generator<DecodedView> {
  const found = scout(bytes, range);
  const head = bytes.toString('latin1', range.start, range.start + HEAD);
  const text = { bytes, range, context, head };
  const { reach } = context;
  if (reach !== undefined) tellReach(reach, text, found);
  for (let index = firstInside(inside); index < WAYS.length; index++) {
    const { family, list } = WAYS[index] as Way;
    const views = list !== undefined && found[list].length === 0 ? NO_VIEWS : family(text, found);
    if (views === NO_VIEWS) continue;
    for (const view of views) {
      if (FAR_VIEWS.has(family)) reach?.goFar();
      yield view;
    }
    if (context.stopped) return;
  }
}

function tellReach(reach: Reach, text: CutText, found: Found): void {
  if (isPrintable(text.bytes, found.printable)) reach.bePrintable();
  if (isFar(text, found)) reach.goFar();
}

function firstInside(kind: string | undefined): number {
  return kind === undefined ? 0 : (FIRST_INSIDE.get(kind) ?? 0);
}

function isFar({ head }: CutText, found: Found): boolean {
  return FAR_PLACES.some((list) => found[list].length > 0) || isFramed(head);
}
