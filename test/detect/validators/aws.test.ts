import { expand } from '../../../scripts/lib/values.ts';
import { AWS_KEY_ID, AWS_PRESIGNED_URL, BEDROCK_DECODE } from '../../../src/detect/validators/aws.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('detect/validators/aws');
const input = (secret: string, text = secret): { secret: string; groups: Record<string, string>; text: string } => ({
  secret,
  groups: {},
  text,
});

test('finds both forms of Bedrock keys valid by their decoded text', () => {
  const long = expand(['ABSK', '{b64:BedrockAPIKey-{alnum:4}-at-{digits:12}:{base64:48}}'], 'a');
  const short = expand(['bedrock-', 'api-key-', '{b64:bedrock.amazonaws.com/?Action={base62:60}}'], 'b');
  assert.is(BEDROCK_DECODE.check(input(long)), 'valid');
  assert.is(BEDROCK_DECODE.check(input(short)), 'valid');
});

test('claims nothing of a Bedrock key that decodes to something else, or to the fixed text alone', () => {
  assert.is(BEDROCK_DECODE.check(input(expand(['ABSK', '{base64:120}'], 'c'))), 'unknown');
  assert.is(
    BEDROCK_DECODE.check(input(expand(['bedrock-', 'api-key-', '{b64:bedrock.amazonaws.com}'], 'd'))),
    'unknown',
  );
});

test('rejects key ids of documentation', () => {
  assert.is(AWS_KEY_ID.check(input(['AKIA', 'IOSFODNN7', 'EXAMPLE'].join(''))), 'reject');
  assert.is(AWS_KEY_ID.check(input('AKIA' + 'X'.repeat(16))), 'reject');
});

test('lets an ordinary key id pass', () => {
  for (let i = 0; i < 100; i++)
    assert.is(AWS_KEY_ID.check(input(expand(['AKIA', '{base32:16}'], `id${i}`))), 'unknown');
});

test('rejects a presigned URL whose credential is an example', () => {
  const signature = expand(['{hex:64}'], 'e');
  const url = (id: string): string => `X-Amz-Credential=${id}%2F20260101&X-Amz-Signature=${signature}`;
  assert.is(AWS_PRESIGNED_URL.check(input(signature, url(['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')))), 'reject');
  assert.is(AWS_PRESIGNED_URL.check(input(signature, url(expand(['AKIA', '{base32:16}'], 'f')))), 'unknown');
});

test.run();
