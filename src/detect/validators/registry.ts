import type { Validator } from '../rule.ts';
import { BASE58_CHECK, BIP32, BITCOIN_WIF, JFROG_SHAPE } from './base58.ts';
import { BASE64_PASSWORD, BASIC_AUTH, SASL_PLAIN, USER_PASSWORD } from './basic-auth.ts';
import { BYTE_LIST } from './byte-list.ts';
import { BECH32 } from './bech32.ts';
import { BIP39 } from './bip39.ts';
import { CLOUD_VALIDATORS } from './cloud.ts';
import { ETHEREUM_KEY } from './ethereum.ts';
import { JWT, JWT_KUBERNETES, JWT_PARTS, JWT_SUPABASE } from './jwt.ts';
import {
  APP_PASSWORD,
  ARGUMENT,
  COOKIE_TOKEN,
  KEY_ARGUMENT,
  LOGIN_ARGUMENT,
  SLASH_CHOSEN,
  SLASH_PASSWORD,
  MIXED_TOKEN,
  OPAQUE_TOKEN,
  PASSWORD,
  PROMPTED,
  NO_SEARCH_KEY,
  RANDOM_LETTERS,
  WRITTEN_PASSWORD,
} from './opaque-token.ts';
import { OTP_SEED } from './otp-seed.ts';
import { DER_KEY, ENCRYPTED_PEM_BODY, PEM_BODY } from './pem-body.ts';
import { BITLOCKER } from './printed.ts';
import { PROVIDER_TOKEN } from './provider-token.ts';
import { ATLASSIAN_CRC, CONFLUENT_CRC, GITHUB_CRC, GITLAB_ROUTABLE, GRAFANA_CRC, ZUPLO_CRC } from './token-crc.ts';
import {
  ATLASSIAN_DATA_CENTER,
  ATLASSIAN_DATA_CENTER_BARE,
  BASE64_SECRET,
  ELASTICSEARCH_KEY,
  JFROG_REFERENCE,
  JSON_DECODE,
  JWK_MEMBER,
  NKEY,
  PYPI_MACAROON,
} from './token-structure.ts';
import { URL_PASSWORD } from './url-password.ts';

/** The validators that rules may refer to, by name. */
export const VALIDATORS: Readonly<Record<string, Validator>> = {
  'app-password': APP_PASSWORD,
  argument: ARGUMENT,
  'atlassian-crc': ATLASSIAN_CRC,
  'atlassian-dc-struct': ATLASSIAN_DATA_CENTER,
  'atlassian-dc-bare': ATLASSIAN_DATA_CENTER_BARE,
  base58check: BASE58_CHECK,
  'base64-password': BASE64_PASSWORD,
  'base64-secret': BASE64_SECRET,
  'basic-auth': BASIC_AUTH,
  'byte-list': BYTE_LIST,
  bech32: BECH32,
  bip32: BIP32,
  bip39: BIP39,
  'bitcoin-wif': BITCOIN_WIF,
  'confluent-crc': CONFLUENT_CRC,
  'cookie-token': COOKIE_TOKEN,
  bitlocker: BITLOCKER,
  'der-key': DER_KEY,
  'elasticsearch-key': ELASTICSEARCH_KEY,
  'encrypted-pem-body': ENCRYPTED_PEM_BODY,
  'ethereum-key': ETHEREUM_KEY,
  'github-crc': GITHUB_CRC,
  'gitlab-routable': GITLAB_ROUTABLE,
  'grafana-crc': GRAFANA_CRC,
  'key-argument': KEY_ARGUMENT,
  'jfrog-b58-shape': JFROG_SHAPE,
  'jfrog-ref-decode': JFROG_REFERENCE,
  'json-decode': JSON_DECODE,
  'jwk-member': JWK_MEMBER,
  jwt: JWT,
  'jwt-kubernetes': JWT_KUBERNETES,
  'jwt-parts': JWT_PARTS,
  'jwt-supabase': JWT_SUPABASE,
  'login-argument': LOGIN_ARGUMENT,
  'mixed-token': MIXED_TOKEN,
  nkey: NKEY,
  'opaque-token': OPAQUE_TOKEN,
  'otp-seed': OTP_SEED,
  password: PASSWORD,
  prompted: PROMPTED,
  'pem-body': PEM_BODY,
  'provider-token': PROVIDER_TOKEN,
  'pypi-macaroon': PYPI_MACAROON,
  'no-search-key': NO_SEARCH_KEY,
  'random-letters': RANDOM_LETTERS,
  'sasl-plain': SASL_PLAIN,
  'slash-chosen': SLASH_CHOSEN,
  'slash-password': SLASH_PASSWORD,
  'url-password': URL_PASSWORD,
  'user-password': USER_PASSWORD,
  'written-password': WRITTEN_PASSWORD,
  'zuplo-crc': ZUPLO_CRC,
  ...CLOUD_VALIDATORS,
};
