import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { gitlab } from '../../src/report/gitlab.ts';
import { assert, suite } from '../helpers/suite.ts';
import { hostileResult, OPTIONS } from './helpers.ts';

const test = suite('report/gitlab: schema');

const text = { type: 'string', minLength: 1 };
const object = (properties: Readonly<Record<string, object>>, ...optional: string[]): object => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
  additionalProperties: false,
});
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };
const product = object({ id: text, name: text, version: text, vendor: object({ name: text }) });
const message = object({ level: { enum: ['info', 'warn', 'fatal'] }, value: text });
const identifier = object(
  { type: text, name: text, value: text, url: { type: 'string', pattern: '^https?://.+' } },
  'url',
);
const commit = object({ sha: text, author: text, date: text, message: text }, 'author', 'date', 'message');
const line = { type: 'number' };
const place = object(
  { file: { type: 'string' }, start_line: line, end_line: line, commit },
  'file',
  'start_line',
  'end_line',
);

/** What GitLab's secret-detection-report-format.json 15.0.4 asks for, said again, and nothing beside what is written. */
const SCHEMA = object({
  version: { const: '15.0.4' },
  scan: object({
    analyzer: product,
    scanner: product,
    type: { const: 'secret_detection' },
    start_time: time,
    end_time: time,
    status: { enum: ['success', 'failure'] },
    messages: { type: 'array', items: message },
  }),
  vulnerabilities: {
    type: 'array',
    items: object({
      id: text,
      name: { type: 'string', maxLength: 255 },
      description: { type: 'string', maxLength: 1_048_576 },
      severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
      solution: { type: 'string', maxLength: 7000 },
      identifiers: { type: 'array', minItems: 1, items: identifier },
      location: place,
    }),
  },
});

test('whatever is found, GitLab takes the report', () => {
  const validate = new Ajv({ strict: false }).compile(SCHEMA);
  fc.assert(
    fc.property(hostileResult, (result) => {
      const valid = validate(JSON.parse(gitlab(result, OPTIONS)));
      assert.ok(valid, JSON.stringify(validate.errors));
    }),
  );
});

test.run();
