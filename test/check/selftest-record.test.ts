import { assert, suite } from '../helpers/suite.ts';
import { PACKET, withCase } from './case.ts';

const test = suite('COV-02');

test('the record of a selftest proves that canaries were found, as long as it is of these rules and this packet', () =>
  withCase(async (one) => {
    one.packet = `${PACKET}coverage: { selftest: required }\n`;
    const { tool } = (await one.run()).result;
    const said = async (record: object | string): Promise<string[]> => {
      one.write('.watertight/selftest.json', typeof record === 'string' ? record : JSON.stringify(record));
      const { result } = await one.run();
      return result.observations.flatMap(({ id, outcome, message }) =>
        id === 'COV-02' ? [`${outcome} ${message}`] : [],
      );
    };
    const record = { schema: 'watertight/selftest/v1', tool, planted: 9, missing: [] };
    assert.equal(await said(record), ['pass 9 canaries found']);
    assert.equal(await said({ ...record, missing: ['view zip', 'rule a'] }), [
      'unproven canary not found: the scanner misses view zip',
      'unproven canary not found: the scanner misses rule a',
    ]);
    const stale = await said({ ...record, tool: { ...tool, packetDigest: 'sha256:0' } });
    assert.match(stale.join(), 'unproven the selftest used other rules, another packet or another version');
    for (const broken of ['{', '[]', '{"schema":"x"}', JSON.stringify({ ...record, planted: 0 })])
      assert.match(
        (await said(broken)).join(),
        'unproven the record of the selftest .watertight/selftest.json cannot be read',
      );
  }));

test.run();
