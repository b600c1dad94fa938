import { check, discoverPacket, loadPacket, loadRuleFile, readBaseline, scan, ScanError } from '../src/index.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('what the library is given');

/** The message with which a call by somebody without types is refused; empty where it is not. */
async function refused(call: (...given: never[]) => unknown, ...given: readonly unknown[]): Promise<string> {
  try {
    await call(...(given as never[]));
    return '';
  } catch (error) {
    assert.instance(error, ScanError);
    assert.is((error as ScanError).code, 'usage');
    return (error as ScanError).message;
  }
}

test('options that are left out or of another kind are named in words', async () => {
  const cwd = process.cwd();
  const whole = { paths: [], events: [], cwd, env: {} };
  assert.is(await refused(scan, whole), '');
  assert.is(await refused(discoverPacket, { cwd: '/' }), '');
  const { packet } = await discoverPacket({ cwd: '/' });
  const full = { packet, origin: 'built-in', root: cwd, env: {} };
  const paths = /^Cannot scan: 'paths' must be a list of texts$/;
  for (const [call, options, message] of [
    [scan, { ...whole, paths: 'out' }, paths],
    [scan, { ...whole, paths: undefined }, paths],
    [scan, { ...whole, paths: [1] }, paths],
    [scan, undefined, paths],
    [scan, null, paths],
    [scan, { ...whole, cwd: undefined }, /'cwd' must be an absolute path/],
    [scan, { ...whole, cwd: 'out' }, /'cwd' must be an absolute path/],
    [scan, { ...whole, env: undefined }, /'env' must be an object/],
    [scan, { ...whole, env: null }, /'env' must be an object/],
    [scan, { ...whole, packet: 'kind: EvidencePacket' }, /'packet' must be a packet, as loadPacket/],
    [scan, { ...whole, packet: {} }, /'packet' must be a packet/],
    [scan, { ...whole, rules: 'rules: []' }, /'rules' must be a list/],
    [scan, { ...whole, signal: 5 }, /'signal' must be an AbortSignal/],
    [check, {}, /^Cannot check: 'packet' must be a packet/],
    [check, undefined, /'packet' must be a packet/],
    [check, { ...full, origin: undefined }, /'origin' must be a text/],
    [check, { ...full, root: '.' }, /'root' must be an absolute path/],
    [check, { ...full, env: undefined }, /'env' must be an object/],
    [discoverPacket, {}, /^Cannot look for a packet: 'cwd' must be an absolute path/],
    [discoverPacket, undefined, /'cwd' must be an absolute path/],
    [discoverPacket, { cwd, env: {} }, /'env' must be a text/],
  ] as const)
    assert.match(await refused(call, options), message);
});

test('a file that is given as anything but its text and its name is named in words', async () => {
  for (const [call, name] of [
    [loadPacket, 'path'],
    [readBaseline, 'path'],
    [loadRuleFile, 'origin'],
  ] as const) {
    assert.match(await refused(call), /'text' must be a text/);
    assert.match(await refused(call, Buffer.from('{}'), 'file'), /'text' must be a text/);
    assert.match(await refused(call, '{}'), new RegExp(`'${name}' must be a text`));
  }
});

test.run();
