import { deflateSync } from 'node:zlib';
import { expand } from '../../../../scripts/lib/values.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of recordings');

const made = expand(['{base62:11}', 'q7'], 'noise-recorded');
const scope = expand(['{base32:20}', '/20260531/eu-west-1/s3/aws4_request'], 'noise-scope');

const packed = deflateSync(Buffer.from(`a step and its arguments, ${made}`)).toString('base64');

const PAIRS: readonly NoisePair[] = [
  [
    'text after an empty value',
    'GET /cb?user=ann&db_password= HTTP/1.1',
    `GET /cb?user=ann&db_password=${made} HTTP/1.1`,
  ],
  ['text after an empty value', 'LDAP_PASSWORD= DATA7=/srv/q7x/b94kd', `LDAP_PASSWORD=${made} DATA7=/srv/q7x/b94kd`],
  ['a packed text', `["*db_password: on","${packed}","*x"]`, `["db_password","${made}","x"]`],
  [
    'the next attribute of an element',
    String.raw`"snippet": "<input type=\"password\" onpaste=\"return false;\">"`,
    String.raw`"snippet": "<input data-password=\"${made}\" onpaste=\"return false;\">"`,
  ],
  [
    'whose key signed a request',
    `signing_api_key="${scope}", SignedHeaders=host`,
    `signing_api_key="${made}", SignedHeaders=host`,
  ],
  [
    'an instance of a resource',
    `{"index_key": "egress-${made}", "schema_version": 2}`,
    `{"index_api_key": "${made}", "schema_version": 2}`,
  ],
  [
    'a result in a remark',
    ["<!-- PASS: 'modules", 'are deferred by default -->'].join("' "),
    `export PASS='${made}' # mine\n`,
  ],
];

holdPairs(test, PAIRS, made);

test.run();
