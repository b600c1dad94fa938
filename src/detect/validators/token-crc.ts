import type { Check, Validator } from '../rule.ts';
import { crc32 } from './crc.ts';
import { base62 } from './encoding.ts';

/** `valid` if the published checksum holds, otherwise `invalid`. */
function verdict(holds: boolean): Check {
  return holds ? 'valid' : 'invalid';
}

/** The token at the end of the text that begins with one of the prefixes. */
function tokenAtEnd(text: string, prefixes: readonly string[]): string {
  const start = Math.max(0, ...prefixes.map((prefix) => text.lastIndexOf(prefix)));
  return text.slice(start);
}

/**
 * GitHub and npm tokens: the last 6 characters are the CRC-32 of the 30 random characters after the 4-character prefix, in base 62. Tokens
 * of other lengths have no published checksum.
 *
 * @see https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/
 */
export const GITHUB_CRC: Validator = {
  check: ({ secret }) =>
    /^[a-z]{3}_[0-9A-Za-z]{36}$/.test(secret)
      ? verdict(base62(crc32(secret.slice(4, 34)), 6) === secret.slice(34))
      : 'unknown',
  complete: (soFar) => base62(crc32(soFar.slice(-30)), 6),
};

/** Atlassian Cloud and Bitbucket: the last 8 characters are the CRC-32 of everything before them, in upper-case hex. */
export const ATLASSIAN_CRC: Validator = {
  check: ({ secret }) =>
    /[0-9A-F]{8}$/.test(secret) ? verdict(atlassianCrc(secret.slice(0, -8)) === secret.slice(-8)) : 'unknown',
  complete: (soFar) => atlassianCrc(tokenAtEnd(soFar, ['ATATT3', 'ATCTT3', 'ATBB'])),
};

function atlassianCrc(text: string): string {
  return crc32(text).toString(16).toUpperCase().padStart(8, '0');
}

/** Confluent Cloud: the first 6 characters of base64 of the little-endian CRC-32 of the 54 characters after `cflt`. */
export const CONFLUENT_CRC: Validator = {
  check: ({ secret }) =>
    secret.length === 64 ? verdict(confluentCrc(secret.slice(4, 58)) === secret.slice(58)) : 'unknown',
  complete: (soFar) => confluentCrc(soFar.slice(-54)),
};

function confluentCrc(body: string): string {
  return littleEndian(crc32(body)).toString('base64').slice(0, 6);
}

/** Grafana service accounts: CRC-32 of `glsa_` and its 32 characters, little-endian, as 8 lower-case hex digits. */
export const GRAFANA_CRC: Validator = {
  check: ({ secret }) =>
    /^glsa_.{32}_[0-9a-f]{8}$/.test(secret) ? verdict(grafanaCrc(secret.slice(0, 37)) === secret.slice(-8)) : 'unknown',
  complete: (soFar) => grafanaCrc(tokenAtEnd(soFar, ['glsa_']).slice(0, 37)),
};

function grafanaCrc(text: string): string {
  return littleEndian(crc32(text)).toString('hex');
}

/** Zuplo: CRC-32 of the 32 characters after `zpka_`, as 8 lower-case hex digits. */
export const ZUPLO_CRC: Validator = {
  check: ({ secret }) =>
    /^zpka_[0-9A-Za-z]{32}_[0-9a-f]{8}$/.test(secret)
      ? verdict(zuploCrc(secret.slice(5, 37)) === secret.slice(-8))
      : 'unknown',
  complete: (soFar) => zuploCrc(tokenAtEnd(soFar, ['zpka_']).slice(5, 37)),
};

function zuploCrc(body: string): string {
  return crc32(body).toString(16).padStart(8, '0');
}

function littleEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/**
 * GitLab's routable tokens: `<prefix><base64url>.<version>.<length><crc>`, where `length` is that of the base64 part in base 36 and `crc`
 * the CRC-32 of everything before it in base 36, 7 digits. Taken from GitLab's source but never verified on a real token, and older tokens
 * have none: a mismatch proves nothing.
 *
 * @see https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/
 */
export const GITLAB_ROUTABLE: Validator = {
  check({ secret }) {
    const parts =
      /^(?<head>.{1,12}?-(?:t\d_)?(?<body>[0-9A-Za-z_-]{20,})\.(?:[0-9a-z]{2}\.)?(?<length>[0-9a-z]{2}))(?<crc>[0-9a-z]{7})$/.exec(
        secret,
      )?.groups;
    return parts?.['crc'] === gitlabCrc(parts?.['head'] ?? '') ? 'valid' : 'unknown';
  },
  complete: (soFar) => gitlabCrc(soFar.slice(Math.max(0, soFar.search(/gl[a-z]{1,6}-/)))),
};

function gitlabCrc(head: string): string {
  return crc32(head).toString(36).padStart(7, '0');
}
