import type { Validator } from '../rule.ts';
import { AWS_KEY_ID, AWS_PRESIGNED_URL, BEDROCK_DECODE } from './aws.ts';
import { CLOUDFLARE_CRC } from './cloudflare.ts';
import { DISCORD_SNOWFLAKE } from './discord.ts';
import { GROQ_INFIX, OPENAI_INFIX } from './openai.ts';

/** Validators of the rules for cloud and language-model providers. */
export const CLOUD_VALIDATORS: Readonly<Record<string, Validator>> = {
  'openai-infix': OPENAI_INFIX,
  'groq-infix': GROQ_INFIX,
  'bedrock-decode': BEDROCK_DECODE,
  'aws-key-id': AWS_KEY_ID,
  'aws-presigned-url': AWS_PRESIGNED_URL,
  'cloudflare-crc': CLOUDFLARE_CRC,
  'discord-snowflake': DISCORD_SNOWFLAKE,
};
