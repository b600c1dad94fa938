import type { Validator } from '../rule.ts';

/** A snowflake: 17 to 20 decimal digits (https://discord.com/developers/docs/reference#snowflakes). */
const SNOWFLAKE = /^[1-9][0-9]{16,19}$/;

/** The first part of a Discord token is base64 of its account's snowflake, which is unlikely by chance. */
export const DISCORD_SNOWFLAKE: Validator = {
  check({ secret }) {
    const first = secret.slice(0, secret.indexOf('.'));
    return SNOWFLAKE.test(Buffer.from(first, 'base64url').toString('latin1')) ? 'valid' : 'unknown';
  },
};
