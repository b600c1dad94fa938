import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { acceptanceCounts } from '../check/acceptance.ts';
import { proposePacket } from '../check/propose.ts';
import { ScanError } from '../errors.ts';
import { readPacketFile } from '../policy/packet-file.ts';
import { plural } from '../report/figures.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { NO_ACCEPTANCE } from './packet-coverage.ts';
import { PACKET_TEMPLATES, type PacketTemplate } from './packet-templates.ts';
import { safeText } from './safe-text.ts';

/**
 * `watertight packet init --from doc.md`: prints a proposed packet, and on standard error how its acceptance lines map. Without
 * a document: a packet to begin with.
 */
export async function packetInitCommand(args: Arguments, io: CliIo): Promise<number> {
  const from = args.text('from');
  if (args.paths.length > 0)
    throw new ScanError('usage', 'Cannot propose a packet: name the document with --from FILE');
  const template = args.text('template');
  if (from === undefined) return startingPacket(io, (template ?? PACKET_TEMPLATES[0]) as PacketTemplate);
  if (template !== undefined) throw new ScanError('usage', 'Cannot propose a packet: use either --from or --template');
  const file = resolve(io.cwd, from);
  if (!existsSync(file)) throw new ScanError('usage', `Cannot propose a packet: no such document: ${safeText(from)}`);
  const text = await readPacketFile(file, from);
  const path = relative(io.cwd, file).split(sep).join('/');
  if (safeText(path) !== path)
    throw new ScanError(
      'usage',
      'Cannot propose a packet: it would contain the name of the document, which has what looks like a secret',
    );
  const { yaml, lines } = await proposePacket({ text, path, prd: prdBeside(path, io.cwd), safe: safeText });
  io.stdout.write(yaml);
  const { all, held, partly, waiting, without } = acceptanceCounts(lines);
  const rest = waiting === 0 ? '' : `${waiting} waiting for a section that you must write; `;
  io.stderr.write(
    all === 0
      ? `${NO_ACCEPTANCE}\n`
      : `${plural(all, 'acceptance line')}: ${held} mapped to checks, ${without} unmapped; ${rest}` +
          `${partly} only partly machine-checkable (listed)\n`,
  );
  return 0;
}

async function startingPacket(io: CliIo, name: PacketTemplate): Promise<number> {
  const { default: packets } = await import('../generated/starting-packets.json', { with: { type: 'json' } });
  const others = PACKET_TEMPLATES.filter((other) => other !== name).join(', ');
  io.stdout.write(packets[name]);
  io.stderr.write(
    `the packet ${name}; --template prints another (${others}), --from FILE proposes one from your document\n`,
  );
  return 0;
}

/** `x-issues.md` asks for what `x-prd.md` states. */
function prdBeside(path: string, cwd: string): string | undefined {
  const prd = path.replace(/issues?(?=\.\w+$)/, 'prd');
  return prd !== path && existsSync(join(cwd, prd)) ? prd : undefined;
}
