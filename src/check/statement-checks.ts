import type { Observation } from '../check-result.ts';
import { findPhrase } from '../policy/prose/phrase.ts';
import type { Statement } from '../policy/governed.ts';
import { quoted } from '../policy/quotation.ts';
import { say, type CheckContext } from './context.ts';
import { placeIn } from './documents.ts';

/** A statement with its check's id, and whether the prose states it. */
export interface StatedStatement {
  readonly statement: Statement;
  readonly check: string;
  readonly stated: boolean;
}

/** `STM-01` for the first statement of a packet, and so on. */
function statementId(index: number): string {
  return `STM-${String(index + 1).padStart(2, '0')}`;
}

/** Which statements the documents of their role make in their own voice. */
export function statedStatements({ packet, documents }: Pick<CheckContext, 'packet' | 'documents'>): StatedStatement[] {
  return packet.governed.statements.map((statement, index) => ({
    statement,
    check: statementId(index),
    stated: documents
      .filter(({ source }) => source.role === statement.role)
      .some(({ blocks }) => findPhrase(blocks, statement.any).stated !== undefined),
  }));
}

/** STM-01 and on: each sentence is in the prose, not only required or quoted there; the first one is the safe state. */
export function statementChecks(context: CheckContext): Observation[] {
  const { packet } = context;
  const found = packet.governed.statements.map((statement, index) => check(statement, statementId(index), context));
  const { decision } = packet.governed;
  if (decision === null || decision.default === 'not_decided') return found;
  const message = `decision.default is ${quoted(decision.default)}: the safe state is not_decided`;
  return [say('STM-01', 'fail', message, { fix: 'write decision.default: not_decided in the packet' }), ...found];
}

function check(statement: Statement, id: string, { documents }: CheckContext): Observation {
  const { role, id: name, any } = statement;
  const own = documents.filter(({ source }) => source.role === role);
  const readable = own.filter(({ file }) => file.kind === 'text');
  if (own.length > 0 && readable.length === 0)
    return say(id, 'not-checked', `statement '${name}': no source of role ${role} can be read`);
  for (const document of readable) {
    const { stated } = findPhrase(document.blocks, any);
    if (stated !== undefined)
      return say(id, 'pass', `statement '${name}' is in the prose`, { place: placeIn(document, stated.line) });
  }
  return missing(statement, id, documents);
}

/** If the sentence occurs only as a requirement, the message says so: a plain text search would be fooled by that. */
function missing({ id: name, any, role }: Statement, id: string, documents: CheckContext['documents']): Observation {
  const [wording = ''] = any;
  const own = documents.find(({ source }) => source.role === role);
  const where = own?.source.path ?? `a document with role ${role} under metadata.sources`;
  const fix = `write in ${where}, outside any acceptance list or quotation: ${wording}`;
  for (const document of documents) {
    const { quoted: asked } = findPhrase(document.blocks, any);
    if (asked === undefined) continue;
    const message = `statement '${name}' is required or quoted, but never stated`;
    return say(id, 'fail', message, { place: placeIn(document, asked.line), fix });
  }
  return say(id, 'fail', `statement '${name}' not found`, { fix, ...(own && { place: placeIn(own) }) });
}
