import type { Validator } from '../../../src/detect/rule.ts';
import { crc32 } from '../../../src/detect/validators/crc.ts';
import {
  ATLASSIAN_CRC,
  CONFLUENT_CRC,
  GITHUB_CRC,
  GITLAB_ROUTABLE,
  GRAFANA_CRC,
  ZUPLO_CRC,
} from '../../../src/detect/validators/token-crc.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('token-crc');
const check = (validator: Validator, secret: string): string => validator.check({ secret, groups: {}, text: secret });

interface Case {
  readonly name: string;
  readonly validator: Validator;
  readonly parts: readonly string[];
  readonly wrong: string;
}
const cases: readonly Case[] = [
  { name: 'GitHub', validator: GITHUB_CRC, parts: ['ghp_', '{base62:30}', '{check}'], wrong: 'invalid' },
  { name: 'npm', validator: GITHUB_CRC, parts: ['npm_', '{base62:30}', '{check}'], wrong: 'invalid' },
  { name: 'Bitbucket', validator: ATLASSIAN_CRC, parts: ['ATBB', '{base62:24}', '{check}'], wrong: 'invalid' },
  { name: 'Atlassian', validator: ATLASSIAN_CRC, parts: ['ATATT3x', '{base64url:170}=', '{check}'], wrong: 'invalid' },
  { name: 'Confluent', validator: CONFLUENT_CRC, parts: ['cflt', '{base64:54}', '{check}'], wrong: 'invalid' },
  { name: 'Grafana', validator: GRAFANA_CRC, parts: ['glsa_', '{base62:32}', '_', '{check}'], wrong: 'invalid' },
  { name: 'Zuplo', validator: ZUPLO_CRC, parts: ['zpka_', '{alnum:32}', '_', '{check}'], wrong: 'invalid' },
  {
    name: 'GitLab',
    validator: GITLAB_ROUTABLE,
    parts: ['glpat-', '{base64url:40}', '.01.14', '{check}'],
    wrong: 'unknown',
  },
];

for (const { name, validator, parts, wrong } of cases) {
  const complete = validator.complete?.bind(validator);

  test(`a ${name} token with its checksum is valid, whatever its random part`, () => {
    for (let seed = 0; seed < 50; seed++)
      assert.is(check(validator, expand(parts, `${name}${seed}`, complete)), 'valid');
  });

  test(`a ${name} token with another random part is ${wrong}`, () => {
    const token = expand(parts, name, complete);
    const at = token.length - 20;
    const changed = token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1);
    assert.is(check(validator, changed), wrong);
  });
}

test('tokens without a published checksum are left as they are', () => {
  assert.is(check(GITHUB_CRC, expand(['ghr_', '{base62:76}'], 'long')), 'unknown');
  assert.is(check(ATLASSIAN_CRC, expand(['ATATT3x', '{lower:170}'], 'cut')), 'unknown');
  assert.is(check(GITLAB_ROUTABLE, expand(['gldt-', '{base64url:20}'], 'short')), 'unknown');
  assert.is(check(GRAFANA_CRC, 'glsa_'), 'unknown');
  assert.is(check(ZUPLO_CRC, 'zpka_'), 'unknown');
  assert.is(check(CONFLUENT_CRC, 'cflt'), 'unknown');
});

test('Atlassian writes the CRC-32 of all before it in upper hex', () => {
  const head = expand(['ATBB', '{base62:24}'], 'upper');
  const sum = crc32(head).toString(16).toUpperCase().padStart(8, '0');
  assert.is(check(ATLASSIAN_CRC, head + sum), 'valid');
});

test.run();
