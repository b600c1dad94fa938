import { crc24 } from '../../../src/detect/validators/crc.ts';
import { checkOpenPgp } from '../../../src/detect/validators/openpgp.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('openpgp');
const number = (bits: number, fill: string): string =>
  String.fromCharCode(bits >> 8, bits & 0xff) + fill.repeat(Math.ceil(bits / 8));

/** A version 4 secret key packet in the old format: RSA, or EdDSA on a curve; `usage` is the octet before the secret part. */
function packet(usage: number, curve = false): string {
  const publicPart = curve
    ? `\x16\x04\x2b\x06\x01\x04${number(263, 'q')}`
    : `\x01${number(1024, 'n')}${number(17, 'e')}`;
  const content = `\x04\0\0\0\x01${publicPart}${String.fromCharCode(usage)}${'s'.repeat(80)}`;
  return `\x95${String.fromCharCode(content.length >> 8, content.length & 0xff)}${content}`;
}

function armour(bytes: string, sum: number = crc24(bytes)): string {
  const lines =
    Buffer.from(bytes, 'latin1')
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  const check = Buffer.from([sum >>> 16, (sum >>> 8) & 0xff, sum & 0xff]).toString('base64');
  return `\nVersion: invented\n\n${lines.join('\n')}\n=${check}\n`;
}

test('an unprotected secret key with its CRC-24 is valid, RSA and curve', () => {
  assert.is(checkOpenPgp(armour(packet(0))), 'valid');
  assert.is(checkOpenPgp(armour(packet(0, true))), 'valid');
});

test('line ends may be escaped and lines be comments', () => {
  assert.is(checkOpenPgp(armour(packet(0)).replaceAll('\n', '\\n')), 'valid');
  assert.is(checkOpenPgp(armour(packet(0)).replaceAll('\n', '\n * ')), 'valid');
});

test('a key under a passphrase is told apart', () => {
  assert.is(checkOpenPgp(armour(packet(254))), 'encrypted');
  assert.is(checkOpenPgp(armour(packet(254, true))), 'encrypted');
});

test('a wrong CRC-24 or another packet says nothing', () => {
  assert.is(checkOpenPgp(armour(packet(0), 7)), 'unknown');
  assert.is(checkOpenPgp(armour(`\x99${packet(0).slice(1)}`)), 'unknown');
  assert.is(checkOpenPgp(armour('plain text that is long enough')), 'unknown');
});

test('the new packet format is read as well', () => {
  const content = packet(0).slice(3);
  const length = content.length - 192;
  const head = `\xc5${String.fromCharCode((length >> 8) + 192, length & 0xff)}`;
  assert.is(checkOpenPgp(armour(head + content)), 'valid');
});

test('nothing of a body is rejected', () => {
  assert.is(checkOpenPgp('\n\n...\n'), 'reject');
});

test.run();
