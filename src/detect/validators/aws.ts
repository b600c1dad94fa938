import type { Validator } from '../rule.ts';

/** Prefixes of the decoded bodies of Amazon Bedrock keys: long term and short term. */
const BEDROCK_TEXTS = ['BedrockAPIKey-', 'bedrock.amazonaws.com'];
const BEDROCK_PREFIX = /^(?:ABSK|bedrock-api-key-)/;
/** Suffix of the access key ids in the AWS documentation. */
const EXAMPLE = 'EXAMPLE';
/** Random base32 of 16 characters has fewer distinct ones less than once in 10^6. */
const FEWEST_CHARACTERS = 6;

/** Amazon Bedrock keys are base64 of a fixed text followed by more (https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html). */
export const BEDROCK_DECODE: Validator = {
  check({ secret }) {
    const body = Buffer.from(secret.replace(BEDROCK_PREFIX, ''), 'base64').toString('latin1');
    const head = BEDROCK_TEXTS.find((text) => body.startsWith(text));
    if (head === undefined) return 'unknown';
    return body.length > head.length ? 'valid' : 'unknown';
  },
};

/** Rejects access key ids from documentation: `…EXAMPLE`, and bodies with hardly any distinct characters. */
export const AWS_KEY_ID: Validator = {
  check({ secret }) {
    const body = secret.slice(4);
    return body.endsWith(EXAMPLE) || new Set(body).size < FEWEST_CHARACTERS ? 'reject' : 'unknown';
  },
};

/** Rejects presigned URLs from documentation: their credential is an example key id. */
export const AWS_PRESIGNED_URL: Validator = {
  check: ({ text }) => (/X-Amz-Credential=[0-9A-Za-z]{1,20}EXAMPLE(?![0-9A-Za-z])/i.test(text) ? 'reject' : 'unknown'),
};
