import { scan, type ScanOptions } from '../../src/scan.ts';
import { ScanError } from '../../src/errors.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('options of scan()');
const WHOLE = { paths: [], events: [], cwd: process.cwd(), env: {} } as const;

async function refused(options: object | undefined): Promise<string> {
  try {
    await scan(options as ScanOptions);
    return '';
  } catch (error) {
    assert.instance(error, ScanError);
    assert.is((error as ScanError).code, 'usage');
    return (error as ScanError).message;
  }
}

test('what is left out or of another kind is said in words', async () => {
  assert.is(await refused(WHOLE), '');
  for (const [options, message] of [
    [{ ...WHOLE, paths: 'out' }, /'paths' is a list/],
    [{ ...WHOLE, paths: undefined }, /'paths' is a list/],
    [{ ...WHOLE, paths: [1] }, /'paths' is a list/],
    [{ ...WHOLE, cwd: undefined }, /'cwd' is an absolute path/],
    [{ ...WHOLE, cwd: 'out' }, /'cwd' is an absolute path/],
    [{ ...WHOLE, env: undefined }, /'env' is an object/],
    [{ ...WHOLE, env: null }, /'env' is an object/],
    [undefined, /'paths' is a list/],
  ] as const)
    assert.match(await refused(options), message);
});

test.run();
