import { rootReader } from '../check/acceptance.ts';
import { parseDecision, readDecision } from '../check/decision.ts';
import { GitFacts } from '../check/git.ts';
import { ScanError } from '../errors.ts';
import { looksLikeValue } from '../policy/decision/looks-like-value.ts';
import { openFields, recordTemplate, templateFields } from '../policy/decision/template.ts';
import type { DecisionRules } from '../policy/governed.ts';
import { member } from '../policy/json.ts';
import type { DiscoveredPacket } from '../policy/discover.ts';
import { nearest } from '../policy/quotation.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { packetOf } from './packet-of.ts';
import { safeText } from './safe-text.ts';

/** `watertight decision new`: prints the form of a record, filled as far as `--field` says; values are refused. */
export async function decisionNewCommand(args: Arguments, io: CliIo): Promise<number> {
  const found = await packetOf(args, io);
  const rules = found.packet.governed.decision;
  if (rules === null)
    throw new ScanError(
      'usage',
      `Cannot write a decision record: packet ${found.origin} has no decision (use --packet for one that has; packet init prints an example)`,
    );
  const status = statusOf(args.text('branch') ?? rules.default, rules);
  const fields = fieldsOf(args.list('field'), rules, status);
  const text = recordTemplate({ rules, status, fields, ...(await before(found, rules, io)) });
  if (safeText(text) !== text)
    throw new ScanError(
      'would-leak',
      `Cannot write a decision record: packet ${found.origin} would put what looks like a secret into it`,
    );
  io.stdout.write(text);
  const record = safeText(rules.record);
  const { problems } = await parseDecision(text, rules);
  const open = openFields(text);
  io.stderr.write(
    problems.length === 0
      ? `complete: save it as ${record}\n`
      : `save it as ${record}; it decides nothing until these are correct: ${open.join(', ') || problems.map(({ reason }) => reason).join('; ')}\n`,
  );
  return 0;
}

function statusOf(status: string, rules: DecisionRules): string {
  const choices = [rules.default, ...rules.branches];
  if (choices.includes(status)) return status;
  const near = nearest(status, choices);
  throw new ScanError(
    'usage',
    `Cannot use --branch: it must be one of ${choices.join(', ')}${near === undefined ? '' : ` (did you mean ${near}?)`}`,
  );
}

/** `name=text` of each `--field`. What a rule matches, or what looks like a value, is refused and never repeated. */
function fieldsOf(given: readonly string[], rules: DecisionRules, status: string): Map<string, string> {
  const names = templateFields(rules, status);
  const fields = new Map<string, string>();
  for (const text of given) {
    const at = text.indexOf('=');
    const name = text.slice(0, Math.max(0, at));
    const value = text.slice(at + 1);
    if (!names.includes(name)) {
      const near = nearest(name, names);
      throw new ScanError(
        'usage',
        `Cannot use --field: it must be NAME=TEXT, with NAME one of ${names.join(', ')}${near === undefined ? '' : ` (did you mean ${near}?)`}`,
      );
    }
    if (value === '' || safeText(value) !== value || mayBeValue(name, value)) {
      throw new ScanError(
        'usage',
        `Cannot use --field ${name}: it looks like a secret value; give its name instead, and rotate any value that was on a command line`,
      );
    }
    fields.set(name, value);
  }
  return fields;
}

/** Fields whose text is a name of somebody or something. */
const NAMES: ReadonlySet<string> = new Set(['provider', 'model', 'approval_source.by', 'credential_source.ref']);
/** A whole commit id, which a record may name, or a word of prose. */
const LONG_WORD = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|[A-Z]?[a-z]+)$/;
/** Ids of tickets and parts of addresses are shorter. */
const LONGEST_WORD = 24;

/** Whether a text is more likely a secret than what its field is for. */
function mayBeValue(name: string, text: string): boolean {
  if (name === 'credential_source.ref' && safeText(`api_key=${text}`) !== `api_key=${text}`) return true;
  if (NAMES.has(name)) return text.split(/\s+/).some(looksLikeValue);
  return text.split(/[^A-Za-z0-9+=]+/).some((word) => word.length > LONGEST_WORD && !LONG_WORD.test(word));
}

/** Revision and commit of the record that this one follows. */
async function before(
  { packet, root }: DiscoveredPacket,
  rules: DecisionRules,
  io: CliIo,
): Promise<{ revision: number; supersedes: string | undefined }> {
  const last = await readDecision(rules, rootReader(packet, root, io.env));
  const revision = member(last?.record, 'revision');
  if (last === null || last.state === 'absent' || typeof revision !== 'number')
    return { revision: 0, supersedes: undefined };
  const { git } = await GitFacts.open(root, io.env);
  const commit = (await git?.history(rules.record))?.at(-1)?.commit;
  return { revision: revision + 1, supersedes: last.status === rules.default ? undefined : commit };
}
