import type { Json } from './packet.ts';
import { jsonPath } from './problems.ts';
import type { Problem, Steps } from './problems.ts';
import { mayQuote } from '../may-quote.ts';
import { nearest, quoted } from './quotation.ts';
import type { YamlSource } from './yaml-source.ts';

/** One complaint of the compiled schema. */
export interface SchemaError {
  /** JSON pointer into the packet. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The part of the schema that was violated. Its `title` says in words what is required. */
  readonly parentSchema?: { readonly title?: string; readonly properties?: Readonly<Record<string, unknown>> };
}

/** The compiled schema, as `scripts/lib/generate-packet.ts` writes it. */
export interface PacketValidator {
  /** Every complaint; empty for a packet that fits the schema. */
  readonly complaints: (document: unknown) => readonly SchemaError[];
}

/** Maximum number of complaints that are put into words. */
const MAX_COMPLAINTS = 200;

/** Checks a document against the packet's schema; gives every complaint in plain words, with its location. */
export function schemaProblems(source: YamlSource, { complaints }: PacketValidator): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of complaints(source.value).slice(0, MAX_COMPLAINTS)) {
    const problem = explain(error, source);
    if (problem !== undefined) problems.set(JSON.stringify(problem), problem);
  }
  return [...problems.values()];
}

function explain(error: SchemaError, source: YamlSource): Problem | undefined {
  const { steps, value } = resolve(source.value, error.instancePath);
  const key = offendingKey(error);
  const reason = key === undefined ? valueReason(error, value) : keyReason(error, key);
  if (reason === undefined) return undefined;
  const place = key === undefined ? source.place(steps) : source.place([...steps, key], 'key');
  return { ...place, where: jsonPath([...source.base, ...steps]), reason };
}

function offendingKey({ keyword, params }: SchemaError): string | undefined {
  if (keyword === 'additionalProperties') return String(params['additionalProperty']);
  return keyword === 'propertyNames' ? String(params['propertyName']) : undefined;
}

function keyReason({ keyword, parentSchema }: SchemaError, key: string): string {
  if (keyword === 'propertyNames') return `${quoted(key)} is not a valid name here`;
  return `unknown key ${quoted(key)}${suggestion(key, Object.keys(parentSchema?.properties ?? {}))}`;
}

/** Words for a complaint, by schema keyword; a keyword not listed adds nothing to the others. */
function valueReason(error: SchemaError, value: Json): string | undefined {
  const { keyword, params, parentSchema } = error;
  if (keyword === 'enum') return choiceReason(error, value);
  if (keyword === 'const') return `must be '${String(params['allowedValue'])}'`;
  if (keyword === 'type') return `must be ${typeReason(error)}, not ${kindOf(value)}`;
  if (keyword === 'required') return `the key '${String(params['missingProperty'])}' is missing`;
  // A complaint about text in a mapping concerns one of its keys; `propertyNames` reports it with the key's location.
  if (TEXT_KEYWORDS.has(keyword) && typeof value !== 'string') return undefined;
  if (keyword === 'pattern') return `must be ${parentSchema?.title ?? 'of another form'}`;
  return limitReason(keyword, params['limit']);
}

/** What is required; for a list its form, if the schema gives one. */
function typeReason({ params, parentSchema }: SchemaError): string {
  return (params['type'] === 'array' ? parentSchema?.title : undefined) ?? wordOf(params['type']);
}

const TEXT_KEYWORDS = new Set(['pattern', 'minLength', 'maxLength']);

function limitReason(keyword: string, limit: unknown): string | undefined {
  switch (keyword) {
    case 'minItems':
    case 'minLength':
    case 'minProperties':
      return 'must not be empty';
    case 'maxItems':
      return `must not have more than ${limit} entries`;
    case 'maxLength':
      return `must not be longer than ${limit} characters`;
    case 'maxProperties':
      return 'must have exactly one key';
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    default:
      return undefined;
  }
}

function choiceReason({ params, parentSchema }: SchemaError, value: Json): string {
  const choices = (params['allowedValues'] as readonly unknown[]).map(String);
  const given = typeof value === 'string' && mayQuote(value) ? `'${value}'` : kindOf(value);
  const near = typeof value === 'string' ? suggestion(value, choices) : '';
  const hint = near === '' ? ` (${choices.length === 1 ? 'only' : 'one of'} ${choices.join(', ')})` : near;
  return `${given} is not ${parentSchema?.title === undefined ? 'allowed here' : `a valid ${parentSchema.title}`}${hint}`;
}

function suggestion(text: string, choices: readonly string[]): string {
  const near = nearest(text, choices);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}

const WORDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

/** Words for a JSON Schema type, or for several. */
function wordOf(type: unknown): string {
  return [type]
    .flat()
    .map((name) => WORDS[String(name)] ?? String(name))
    .join(' or ');
}

function kindOf(value: Json): string {
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value)) return 'a list';
  return WORDS[typeof value] ?? typeof value;
}

/** Steps and value of a JSON pointer, list positions as numbers. */
function resolve(root: Json, pointer: string): { readonly steps: Steps; readonly value: Json } {
  const steps: (string | number)[] = [];
  let value: Json = root;
  for (const part of pointer.split('/').slice(1)) {
    const step = part.replaceAll('~1', '/').replaceAll('~0', '~');
    steps.push(Array.isArray(value) ? Number(step) : step);
    value = (value as Readonly<Record<string, Json>> | null)?.[step] ?? null;
  }
  return { steps, value };
}
