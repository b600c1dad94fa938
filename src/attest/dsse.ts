import { constants, createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject, SignKeyObjectInput } from 'node:crypto';
import { ScanError } from '../errors.ts';
import { isRecord } from '../json-fields.ts';

/** Payload type of in-toto statements: https://github.com/in-toto/attestation/blob/main/spec/v1/envelope.md */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** A DSSE envelope, decoded: https://github.com/secure-systems-lab/dsse/blob/v1.0.0/envelope.md */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signatures: readonly { readonly keyid: string; readonly signature: Buffer }[];
}

/** The bytes that are signed: DSSE's pre-authentication encoding, https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/**
 * Signs a statement.
 *
 * @param pem private key: Ed25519, ECDSA P-256 or RSA of at least 2048 bits; PEM, not encrypted
 * @returns the envelope as JSON on one line
 * @throws {ScanError} `usage` for any other key; the message contains nothing of it
 */
export function signStatement(statement: string, pem: Uint8Array): string {
  const key = privateKey(pem);
  const payload = Buffer.from(statement);
  const scheme = schemeOf(key);
  const signature = sign(scheme.hash, preAuthEncoding(PAYLOAD_TYPE, payload), scheme.input(key));
  const envelope = {
    payload: payload.toString('base64'),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: keyId(createPublicKey(key)), sig: signature.toString('base64') }],
  };
  return `${JSON.stringify(envelope)}\n`;
}

/**
 * Whether a signature of the envelope was made with the key's private half. The key id is only a hint and is ignored.
 *
 * @param pem public key, PEM
 * @throws {ScanError} `usage` for a key that cannot be used
 */
export function isSignedBy(envelope: Envelope, pem: Uint8Array): boolean {
  const key = publicKey(pem);
  const scheme = schemeOf(key);
  const message = preAuthEncoding(envelope.payloadType, envelope.payload);
  return envelope.signatures.some(({ signature }) =>
    scheme.verifies.some((input) => verify(scheme.hash, message, input(key), signature)),
  );
}

/**
 * Reads an envelope.
 *
 * @param name for messages
 * @throws {ScanError} `usage` for anything else
 */
export function parseEnvelope(text: string, name: string): Envelope {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ScanError('usage', `Cannot use envelope ${name}: it is not JSON`);
  }
  if (isRecord(value) && value['_type'] !== undefined)
    throw new ScanError('usage', `Cannot verify ${name}: it is an unsigned statement (attest --key signs)`);
  const payload = isRecord(value) ? decoded(value['payload']) : undefined;
  const signatures = isRecord(value) && Array.isArray(value['signatures']) ? value['signatures'].map(signatureOf) : [];
  if (!isRecord(value) || payload === undefined || typeof value['payloadType'] !== 'string' || signatures.length === 0)
    throw new ScanError('usage', `Cannot use envelope ${name}: it is not a DSSE envelope`);
  const known = signatures.filter((one) => one !== undefined);
  if (known.length < signatures.length)
    throw new ScanError('usage', `Cannot use envelope ${name}: a signature is malformed`);
  return { payloadType: value['payloadType'], payload, signatures: known };
}

function signatureOf(value: unknown): Envelope['signatures'][number] | undefined {
  const signature = isRecord(value) ? decoded(value['sig']) : undefined;
  if (!isRecord(value) || signature === undefined) return undefined;
  return { keyid: typeof value['keyid'] === 'string' ? value['keyid'] : '', signature };
}

/** Either alphabet of base64 is allowed, as in DSSE. */
function decoded(value: unknown): Buffer | undefined {
  if (typeof value !== 'string' || !/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/.test(value)) return undefined;
  return Buffer.from(value, 'base64');
}

/** SHA-256 of the public key's SubjectPublicKeyInfo, in lower-case hex. */
function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function privateKey(pem: Uint8Array): KeyObject {
  const text = Buffer.from(pem).toString('latin1');
  if (/ENCRYPTED/.test(text)) throw new ScanError('usage', 'Cannot use the key: it is encrypted');
  try {
    return createPrivateKey(Buffer.from(pem));
  } catch {
    throw new ScanError('usage', 'Cannot use the key: it is not a private key in PEM');
  }
}

function publicKey(pem: Uint8Array): KeyObject {
  if (/PRIVATE KEY/.test(Buffer.from(pem).toString('latin1')))
    throw new ScanError('usage', 'Cannot use the key: it is a private key; verification takes the public one');
  try {
    return createPublicKey(Buffer.from(pem));
  } catch {
    throw new ScanError('usage', 'Cannot use the key: it is not a public key in PEM');
  }
}

type KeyInput = (key: KeyObject) => SignKeyObjectInput;

/** How a type of key signs; for some, other tools write more than one signature format. */
interface Scheme {
  readonly hash: 'sha256' | null;
  readonly input: KeyInput;
  readonly verifies: readonly KeyInput[];
}

const plain: KeyInput = (key) => ({ key });
/** Raw r and s, as in the example of DSSE; most tools write DER. */
const raw: KeyInput = (key) => ({ key, dsaEncoding: 'ieee-p1363' });
/** `rsassa-pss-sha256` of in-toto. */
const pss: KeyInput = (key) => ({
  key,
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
});

const LEAST_RSA_BITS = 2048;

function schemeOf(key: KeyObject): Scheme {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'ed25519') return { hash: null, input: plain, verifies: [plain] };
  if (key.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1')
    return { hash: 'sha256', input: plain, verifies: [plain, raw] };
  if (key.asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) >= LEAST_RSA_BITS)
    return { hash: 'sha256', input: pss, verifies: [pss] };
  throw new ScanError('usage', 'Cannot use the key: it is not Ed25519, ECDSA P-256 or RSA of at least 2048 bits');
}
