import { URL_PASSWORD } from '../../../src/detect/validators/url-password.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('url-password');
const check = (user: string, secret: string, host: string): string =>
  URL_PASSWORD.check({ secret, groups: { user, host }, text: '' });
const database = (secret: string, host: string): string =>
  URL_PASSWORD.check({ secret, groups: { user: 'app', host }, text: 'postgres' });
const drivePath = expand(['{base62:9}7'], 'drive');
const behindC = (text: string): string =>
  URL_PASSWORD.check({ secret: drivePath, groups: { user: 'C', host: 'daily' }, text });
const logged = (secret: string): string =>
  URL_PASSWORD.check({ secret, groups: {}, text: `HOST=web1 : TTY=pts/1 ; PWD=${secret}` });
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

test('keeps real passwords, weak ones too', () => {
  assert.is(check('app', expand(['{base62:12}'], 'pw'), 'db.corp.io'), 'unknown');
  assert.is(check('app', 's3cr3t!', 'db.corp.io'), 'unknown');
  assert.is(check('', 'winter2024', 'cache:6379'), 'unknown');
});

test('rejects the folder of a command that sudo logs, not a password that begins with a slash', () => {
  for (const folder of ['/home/homer/testingDestination', '/home ']) assert.is(logged(folder), 'reject');
  assert.is(logged(expand(['/', '{base62:16}7'], 'slash')), 'unknown');
});

test('rejects what products are installed with', () => {
  for (const name of ['guest', 'root', 'postgres', 'app']) assert.is(check(name, name, 'db'), 'reject', name);
  assert.is(check('root', 'mysql', 'db'), 'reject');
});

test('rejects logins of documentation, for databases too', () => {
  for (const [user, secret] of [
    ['scott', 'tiger'],
    ['foo', 'bar'],
  ] as const)
    assert.is(URL_PASSWORD.check({ secret, groups: { user, host: 'db.corp.io' }, text: 'postgres' }), 'reject', user);
});

test('rejects trivial words on local and documentation hosts alone', () => {
  assert.is(check('app', 'letmein1', 'localhost:5432'), 'reject');
  assert.is(check('app', 'letmein1', 'db.example.com'), 'reject');
  assert.is(check('app', 'letmein1', 'db.corp.io'), 'unknown');
});

test('rejects what calls itself a password on the own machine', () => {
  for (const secret of ['password1', 'x?SENTINELpassword1234', '%zzPassword'])
    assert.is(database(secret, 'localhost:27017'), 'reject', secret);
  assert.is(database('password1', 'db.corp.io'), 'unknown');
});

test('a weak word is the password of a database, unless the host is one of documentation', () => {
  for (const host of ['localhost:5432', '127.0.0.1', 'db.corp.io'])
    assert.is(database('secret', host), 'unknown', host);
  assert.is(database('letmein1', 'localhost'), 'unknown');
  assert.is(database('secret', 'db.example.com'), 'reject');
  assert.is(database('password', 'localhost'), 'reject');
  assert.is(check('app', 'secret', 'localhost'), 'reject');
});

test('rejects what tests of URL parsers encode', () => {
  for (const text of ['%3A%40c', '%c3%89t%C3%A9', 'a%00b1', 'x1y%7Fz', 'my%20pass'])
    assert.is(check('app', text, 'db.corp.io'), 'reject', text);
  assert.is(check('app', 'Kx7%23qqRt', 'db.corp.io'), 'unknown');
  assert.is(check('app', 'Kx7qqRt9Lw4B%0A', 'db.corp.io'), 'unknown', 'read from a file with its line end');
});

test('a short word for a password with a sign in it is trivial', () => {
  assert.is(check('app', 'p@ss', 'host'), 'reject');
  assert.is(check('app', 'p@ss', 'db.corp.io'), 'unknown');
});

test('rejects ports and references', () => {
  for (const text of ['8080', '${PW}', '<pw>', 'password', 'SECRET[store.db_password]'])
    assert.is(check('app', text, 'db.corp.io'), 'reject', text);
});

test('rejects names of what stands in an address, in capitals or in camel case', () => {
  for (const [user, secret] of [
    ['LOGIN', 'APIKEY'],
    ['AppID', 'MasterKey'],
    ['TemplateID', 'AppID'],
    ['app_id', 'master_key'],
  ] as const)
    assert.is(check(user, secret, 'db.corp.io'), 'reject', user);
  assert.is(check('AppID', ['Zaunkoenig', 'Key'].join('7'), 'db.corp.io'), 'unknown');
});

test('rejects the names of the parts, a user and a password', () => {
  for (const text of ['user:password', 'password:auth']) assert.is(check('auth', text, 'server'), 'reject', text);
  assert.is(check('auth', ['user', 'Zaunk8', 'nig'].join(':'), 'db.corp.io'), 'unknown');
});

test('rejects anonymous users and the percent signs of URL tests', () => {
  assert.is(check('anonymous', 'me1@corp.io', 'ftp.corp.io'), 'reject');
  assert.is(check('a', '%2F%40', 'foo'), 'reject');
});

test('a template for the user leaves only what is random by its look', () => {
  assert.is(check('${USER}', 'word1', 'db.corp.io'), 'reject');
  assert.is(check('${USER}', expand(['aB3', '{base62:20}'], 'pw'), 'db.corp.io'), 'unknown');
});

test('rejects the word for a password in any language', () => {
  for (const word of ['parola', 'MotDePasse', 'kata_sandi', latin1('hasło'), latin1('Contraseña')])
    assert.is(check('ann', word, 'db.corp.io'), 'reject', word);
  assert.is(check('ann', latin1('hasło7'), 'db.corp.io'), 'unknown');
});

test('rejects a path behind a drive', () => {
  assert.is(behindC('file://C'), 'reject');
  assert.is(behindC('smb://C'), 'unknown');
});

test.run();
