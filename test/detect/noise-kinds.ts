/**
 * The noise of evidence: texts that look random and are no secret, made anew from a seed. Each kind is a template with the
 * placeholders of `scripts/lib/values.ts`.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expand } from '../../scripts/lib/values.ts';

/** Bytes that look random, the same for the same seed. */
function bytes(seed: string, count: number): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at * 32 < count; at++) blocks.push(createHash('sha256').update(`${seed}:${at}`).digest());
  return Buffer.concat(blocks).subarray(0, count);
}

/** A PNG as far as its signature; what follows is random. */
function png(seed: string): string {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), bytes(seed, 900)]).toString('base64');
}

/** A DER certificate in outline: sequence, version, serial number, random rest. */
function certificate(seed: string): string {
  const body = Buffer.concat([Buffer.from('a003020102021100', 'hex'), bytes(seed, 760)]);
  const der = Buffer.concat([Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]), body]);
  return (der.toString('base64').match(/.{1,64}/g) ?? []).join('\n');
}

/** Apart from the rest of the armour, so that this file is no key block. */
const KEY = 'PRIVATE KEY';

const MAPPINGS = 'AAAA,SAASA,QAAQC,IAAI;EACpB,MAAMC,GAAGC,KAAK;AACdC,OAAOC,';

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  'sealed secrets': ['kind: SealedSecret\nspec:\n  encryptedData:\n    password: AgB{base64:700}'],
  'ciphertexts of AWS KMS': [['{"Name":"/prod/db/password",', '"Value":"AQICAHh{base64:140}=="}'].join('')],
  'sentences with words for keys': [
    'La clave es la paciencia. La clave: trabajar. Clave primaria: id_usuario\ncredentials: include:cookies2024',
  ],
  'samples that say so': ['const EXAMPLE_PASSWORD: &[u8] = b"pleaseletmein";', 'INVALID_PASSWORD = "sassword"'],
  'prompts of cmd': ['set /p PASSWORD=Enter password: ', 'set /p "TOKEN=Token of the build server: "'],
  'trace and span ids': [
    '{"traceId":"{hex:32}","spanId":"{hex:16}","parentSpanId":"{hex:16}","name":"GET /tokens"}',
    'traceparent: 00-{hex:32}-{hex:16}-01',
    'X-B3-TraceId: {hex:32}\nX-B3-SpanId: {hex:16}\nX-Amzn-Trace-Id: Root=1-{hex:8}-{hex:24}',
    'dd.trace_id={digits:19} dd.span_id={digits:18}',
  ],
  'entity tags and request ids': [
    'ETag: "{hex:32}"\nIf-None-Match: W/"{base64:27}"',
    'x-request-id: {uuid}\nx-correlation-id: {uuid}\ncf-ray: {hex:16}-FRA',
    '"x-amz-request-id":"{ALNUM:16}","x-amz-id-2":"{base64:75}="',
    'x-amz-version-id: {base62:32}',
  ],
  'content security and integrity digests': [
    "script-src 'nonce-{base64:22}' 'sha256-{base64:43}='",
    'integrity="sha384-{base64:64}" crossorigin="anonymous"',
    '<script integrity="sha512-{base64:86}==" src="/a.js"></script>',
  ],
  'source maps and chunks': [
    `{"version":3,"file":"index-{base62:8}.js","mappings":"${MAPPINGS.repeat(8)}"}`,
    '//# sourceMappingURL=main.{hex:20}.js.map',
    '"main":"static/js/main.{hex:8}.chunk.js","vendors~auth":"static/js/vendors~auth.{hex:20}.js"',
    '<link rel="modulepreload" href="/assets/token-{base62:8}.js"><script src="/_next/static/chunks/{hex:16}.js"></script>',
  ],
  'lock files': [
    '    "node_modules/jsonwebtoken": {\n      "version": "9.0.2",\n      "resolved": "jsonwebtoken-9.0.2.tgz",\n      "integrity": "sha512-{base64:86}=="\n    }',
    'auth-token@^4.0.0:\n  version "4.0.0"\n  resolved "auth-token-4.0.0.tgz#{hex:40}"\n  integrity sha512-{base64:86}==',
    'name = "secrecy"\nversion = "0.8.0"\nchecksum = "{hex:64}"',
    'github.com/golang-jwt/jwt/v5 v5.2.1 h1:{base64:43}=\ngithub.com/golang-jwt/jwt/v5 v5.2.1/go.mod h1:{base64:43}=',
    'passlib==1.7.4 \\\n    --hash=sha256:{hex:64} \\\n    --hash=sha256:{hex:64}',
    'twilio/auth/token.py,sha256={base64url:43},1894',
    'wagtail-recaptcha = {git = "https://example.org/a.git", rev = "{hex:40}"}',
  ],
  'names in test reports': [
    '<testcase classname="com.acme.auth.TokenRefreshServiceIntegrationTest" name="issuesNewSecretAfter30Days" time="0.213"/>',
    '<testcase classname="tests.test_api_key.TestApiKeyRotation2" name="test_password_reset_v2[chromium-1280x720]"/>',
    'PASS  src/auth/__tests__/passwordResetToken.spec.ts (12.431 s)',
    '{"title":"rejects an expired token","fullName":"Session token rejects an expired token","ancestorTitles":["Session token"]}',
  ],
  coverage: [
    'SF:src/auth/secret-store.ts\nFN:12,getSecretByKey\nFNDA:3,getSecretByKey\nDA:12,3',
    '{"path":"src/token.ts","hash":"{hex:40}","statementMap":{"0":{"start":{"line":1,"column":12}}}}',
  ],
  'heap snapshots': [
    '{"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count","trace_node_id","detachedness"]}},"nodes":[9,1,1,0,5,0,0,{digits:4}],"strings":["<dummy>","","(GC roots)","passwordField","accessToken","SecretKeyFactory"]}',
  ],
  'resources of browser traces': [
    '{"type":"resource-snapshot","snapshot":{"_frameref":"frame@{hex:32}","response":{"content":{"_sha1":"{hex:40}.js"}}}}',
    '{"class":"Page","method":"goto","callId":"call@{digits:3}","pageId":"page@{hex:32}","beforeSnapshot":"before@call@{digits:3}"}',
    'trace/resources/page@{hex:32}-{digits:13}.jpeg',
  ],
  'cache keys and build ids': [
    'Cache restored from key: node-cache-Linux-x64-npm-{hex:64}',
    'key: Linux-turbo-{hex:40}',
    'importing cache manifest from sha256:{hex:64}',
    '{"buildId":"{base64url:21}","isFallback":false,"gip":true}',
    'cacheKey: "{hex:64}"',
  ],
  'container digests and commits': [
    'FROM ghcr.io/acme/api@sha256:{hex:64}',
    'commit {hex:40} (HEAD -> main, tag: v1.2.3)',
    'Fast-forward {hex:7}..{hex:7}  main -> origin/main',
    'sentry commit {hex:40}',
    'clickhouse-{hex:12}  Running  10.42.0.17',
  ],
  'minified code': [
    'function r(t,e){return t.token=e,t.key=n(t),o.secretKey||(o.secretKey=i[e]),t}var s={password:1,apiKey:u,authToken:c};',
    'e.exports={accessToken:function(t){return t.accessToken},getSecret:async t=>await r.get(t),passwordHash:h(e,10)};',
    '!function(e,t){"object"==typeof exports?t(exports):t(e.tokenizer={})}(this,function(e){e.Token=class{constructor(e){this.key=e}}});',
  ],
  'static analysis results': [
    '"partialFingerprints":{"primaryLocationLineHash":"{hex:16}:1","primaryLocationStartColumnFingerprint":"12"}',
    '"fingerprints":{"matchBasedId/v1":"{hex:128}_0"}',
    '{"hashed_secret":"{hex:40}","is_verified":false,"line_number":12,"type":"Secret Keyword"}',
    '"fingerprint": "{hex:64}"',
    'fingerprint h1:{hex:32}',
    '"fingerprint":"c1:{hex:32}","mask":"ghp_…","rulesDigest":"sha256:{hex:64}","packetDigest":"sha256:{hex:64}"',
  ],
  'redaction marks': [
    'password=********',
    'Authorization: Bearer ***',
    'AWS_SECRET_ACCESS_KEY=[REDACTED]',
    'token: <redacted:sha256:{hex:12}>',
    'postgres://app:xxxxx@db.internal:5432/app',
    '"apiKey": "sk-…{base62:4}"',
    'secret = ${VAULT_SECRET} api_key=op://vault/item/field token: {{ secrets.TOKEN }}',
  ],
  'public keys and fingerprints of keys': [
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA{base64:43} deploy@host',
    'SHA256:{base64:43} deploy@host (ED25519)',
    '-----BEGIN PUBLIC KEY-----\n{base64:64}\n{base64:64}\n-----END PUBLIC KEY-----',
    'pin-sha256="{base64:43}="',
  ],
  "providers' names beside what is theirs and no secret": [
    'sentry-trace: {hex:32}-{hex:16}-1\nbaggage: sentry-trace_id={hex:32},sentry-public_key={hex:32},sentry-release={hex:40}',
    'x-datadog-trace-id: {digits:19}\nx-datadog-parent-id: {digits:18}\nx-datadog-tags: _dd.p.tid={hex:16}',
    'twilio-api-{hex:10}-{base36:5}  1/1  Running  0  3d',
    '"sub":"auth0|{hex:24}","sid":"{base62:8}"',
    's3://backups/twilio/keys/{uuid}.json',
    'okta event {uuid} outcome SUCCESS',
    'heroku release v{digits:3} build {uuid} succeeded',
    'posthog distinct_id={uuid} session_id={uuid}',
    'stripe request req_{base62:14} evt_{base62:24} cus_{base62:14}',
    'github.com/DataDog/dd-trace-go/v2 v2.0.0-20240101000000-{hex:12}',
    'newrelic entity guid MTIzNDU2N3xBUE18QVBQTElDQVRJT058MTIzNDU2',
    'asana task 1{digits:15} moved to Done by 1{digits:15}',
    'mapbox tile {base62:10} cached; segment message id ajs-next-{digits:13}-{uuid}',
    'launchdarkly-client-side-id: {hex:24}',
    'firebase project demo-{hex:5} measurement id G-{ALNUM:10}',
  ],
  'identifiers of data': [
    'user_id={uuid} session started',
    '{"_id":"{hex:24}","__v":0,"createdAt":"2026-11-22T20:00:00.000Z"}',
    'arn:aws:iam::123456789012:role/TokenRefresher',
    'next_page_token: null, cursor: {digits:12}',
    'localStorage key ajs_anonymous_id',
  ],
};

const BLOBS: Readonly<Record<string, (seed: string) => string>> = {
  'base64 images': (seed) => `<img alt="token" src="data:image/png;base64,${png(seed)}">`,
  'base64 attachments': (seed) =>
    `{"contentType":"application/gzip","body":"${gzipSync(png(seed)).toString('base64')}"}`,
  certificates: (seed) => `-----BEGIN CERTIFICATE-----\n${certificate(seed)}\n-----END CERTIFICATE-----`,
  'encrypted private keys': (seed) =>
    `-----BEGIN ENCRYPTED ${KEY}-----\n${certificate(seed)}\n-----END ENCRYPTED ${KEY}-----`,
};

/** Kinds of noise: the name of each, and samples of it for a seed. */
export const NOISE: Readonly<Record<string, (seed: string) => readonly string[]>> = Object.fromEntries([
  ...Object.entries(TEMPLATES).map(([kind, templates]) => [
    kind,
    (seed: string) => templates.map((template, index) => expand([template], `${kind}:${index}:${seed}`)),
  ]),
  ...Object.entries(BLOBS).map(([kind, make]) => [kind, (seed: string) => [make(`${kind}:${seed}`)]]),
]) as Readonly<Record<string, (seed: string) => readonly string[]>>;
