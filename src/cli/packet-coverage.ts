import { acceptanceCounts, acceptanceTable, type AcceptanceTable } from '../check/acceptance.ts';
import { shortened } from '../check/propose.ts';
import { waitingWords } from '../policy/acceptance/sections.ts';
import { plural } from '../report/figures.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { packetOf } from './packet-of.ts';
import { safeText } from './safe-text.ts';

/** What is said where no line can be mapped. */
export const NO_ACCEPTANCE =
  'no acceptance lines: list items below a heading or line that begins with "Acceptance" are mapped to checks';

/** `watertight packet coverage`: each acceptance line with its checks. Ends 3 where a document cannot be read. */
export async function packetCoverageCommand(args: Arguments, io: CliIo): Promise<number> {
  const { packet, root } = await packetOf(args, io);
  const table = await acceptanceTable(packet, root, io.env);
  if (args.isSet('json')) {
    const safe = table.lines.map((line) => ({ ...line, section: safeText(line.section), text: safeText(line.text) }));
    io.stdout.write(
      `${JSON.stringify({ schema: 'watertight/coverage/v1', lines: safe, unread: table.unread }, null, 2)}\n`,
    );
  } else io.stdout.write(tableText(table));
  return table.unread.length > 0 ? 3 : 0;
}

function tableText({ lines, unread }: AcceptanceTable): string {
  const out: string[] = [];
  let section = '';
  for (const line of lines) {
    const head = `${line.path}  ${line.section}`;
    if (head !== section) out.push(...(out.length > 0 ? [''] : []), safeText(head));
    section = head;
    const mark = line.kind === 'blocked-by' ? 'blocked by: ' : '';
    const states = [
      ...(line.checks.length > 0 ? [shortened(line.checks)] : []),
      ...(line.waiting.length > 0 ? [`would be covered by ${waitingWords(line.waiting)}`] : []),
    ];
    out.push(`  line ${String(line.line).padEnd(5)}${states[0] ?? 'NO MACHINE CHECK'}`);
    out.push(...states.slice(1).map((state) => `             ${state}`));
    out.push(`             ${mark}${safeText(line.text)}`);
    for (const rest of line.rest) out.push(`             partly: ${rest}`);
  }
  const { all, held, partly, waiting, without } = acceptanceCounts(lines);
  out.push(
    ...(out.length > 0 ? [''] : []),
    ...unread.map((path) => `not read: ${safeText(path)}`),
    all === 0
      ? NO_ACCEPTANCE
      : `${plural(all, 'acceptance line')}: ${held} with a check (${partly} partly), ${without} without` +
          (waiting === 0 ? '' : `, ${waiting} waiting for a section of the packet`),
    '',
  );
  return out.join('\n');
}
