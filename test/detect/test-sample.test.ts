import { isTestSample } from '../../src/detect/test-sample.ts';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('isTestSample()');
const inAddress = (secret: string, path: string): boolean =>
  isTestSample({ rule: { validator: 'url-password' }, secret }, path);

test('a weak word in an address is a sample in the source code of tests', () => {
  for (const path of [
    'pgconn/config_test.go',
    'tests/connection.py',
    'spec/lib/db_spec.rb',
    'src/__tests__/pool.ts',
    'src/pool.test.ts',
    'src/test/java/org/corp/PoolTest.java',
  ])
    assert.ok(inAddress('letmein1', path), path);
});

test('it is none in other code, in what tests leave behind, and far below a folder of that name', () => {
  for (const path of [
    'src/pool.ts',
    'test-results/run.log',
    'tests/.env',
    'tests/compose.yaml',
    'test/work/app/src/db/pool/index.ts',
    'contest.py',
  ])
    assert.not.ok(inAddress('letmein1', path), path);
});

test('what the model doubts is a sample in the source code of tests, and a setting elsewhere', () => {
  const secret = ['New', 'Pass', 'word123!'].join('');
  const assigned = (path: string): boolean => isTestSample({ rule: {}, secret, isDoubted: true }, path);
  for (const path of [
    'idp/test/email/login_test.dart',
    'app/integration_test/auth_test.dart',
    'tests/Feature/Login.php',
  ])
    assert.ok(assigned(path), path);
  for (const path of ['scripts/setup.ps1', 'tests/vars/main.yml', 'README.md']) assert.not.ok(assigned(path), path);
});

test('neither a strong password nor a value of another rule is one', () => {
  assert.not.ok(inAddress(expand(['{base62:12}'], 'sample'), 'config_test.go'));
  assert.not.ok(isTestSample({ rule: { validator: 'password' }, secret: 'letmein1' }, 'config_test.go'));
  assert.not.ok(isTestSample({ rule: {}, secret: 'letmein1' }, 'config_test.go'));
});

test.run();
