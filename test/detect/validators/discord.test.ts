import { expand } from '../../../scripts/lib/values.ts';
import { DISCORD_SNOWFLAKE } from '../../../src/detect/validators/discord.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('detect/validators/discord');
const check = (secret: string): string => DISCORD_SNOWFLAKE.check({ secret, groups: {}, text: secret });

test('finds a token valid whose first part is a snowflake', () => {
  assert.is(check(expand(['{b64url:1{digits:17}}', '.', '{base64url:6}', '.', '{base64url:38}'], 'a')), 'valid');
});

test('claims nothing of a token whose first part is something else', () => {
  assert.is(check(expand(['{base64url:24}', '.', '{base64url:6}', '.', '{base64url:38}'], 'b')), 'unknown');
  assert.is(check('nothing'), 'unknown');
});

test.run();
