import { matchWeakPassword } from '../../../src/detect/generic/weak.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('matchWeakPassword()');

function found(text: string): string | undefined {
  const match = matchWeakPassword(text, text.search(/pass|pwd/i));
  return match && text.slice(match.secretStart, match.secretEnd);
}

/** Joined here, so that no setting stands in this file. */
const setting = (name: string, value: string, operator = '='): string => `${name}${operator}${value}`;

test('finds a weak password in a setting', () => {
  const cases: readonly [text: string, password: string][] = [
    [setting('DB_PASS', 'hunter2'), 'hunter2'],
    [`a=1\n${setting('POSTGRES_PASSWORD', 'postgres')}\nb=2`, 'postgres'],
    [setting('export REDIS_PASSWORD', 'password'), 'password'],
    [setting('  - MYSQL_PWD', 'root', '='), 'root'],
    [setting('spring.datasource.password', 'admin123'), 'admin123'],
    [setting('  adminPassword', '"sommer"', ': '), 'sommer'],
    [`{ ${setting('"password"', '"winter1"', ': ')} }`, 'winter1'],
    [setting('CACHE_PASSWORD', 'garden123456'), 'garden123456'],
    [setting('- MYSQL_PASSWORD', 'p@ssw0rd'), 'p@ssw0rd'],
    [setting('admin_login_password', '"AdminPassword123!"', ' = '), 'AdminPassword123!'],
    [setting('root_password', 'Aa12345678', ': '), 'Aa12345678'],
    [`GF_ADMIN: \${${setting('ADMIN_PASSWORD', 'Admin123', ':-')}}`, 'Admin123'],
  ];
  for (const [text, password] of cases) assert.is(found(text), password, text);
});

test('lets words pass that are none there', () => {
  for (const text of [
    setting('DB_PASSWORD', 'changeme'),
    setting('DB_PASSWORD', 'DB_PASSWORD'),
    setting('DB_PASSWORD', '$DB_PASSWORD'),
    `\${${setting('DB_PASSWORD', 'changeme', ':-')}}`,
    setting('INVALID_PASSWORD', 'sommer'),
    setting('REQUIRE_PASS', 'true'),
    setting('password', 'password', ': '),
    setting('label.password', 'Passwort'),
    setting('smtp.password', 'disabled'),
    setting('sudo_pass', 'prompt'),
    setting('adminPasswordKey', 'postgres', ': '),
    setting('db_password', 'db-password-1', ': '),
    setting('db_password', 'Vault.Db1Password', ': '),
    `the ${setting('password', 'monkey')}`,
    setting('password', 'monkey is no good choice', ': '),
  ])
    assert.is(found(text), undefined, text);
});

test.run();
