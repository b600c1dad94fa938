import { delimitedHead } from '../../../src/view/columns/delimited.ts';
import { isCredentialHeading } from '../../../src/view/columns/headings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('isCredentialHeading()');

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

test('passwords and keys in any language stand below a heading that says so', () => {
  for (const heading of [
    'admin_key',
    'Recovery code',
    'wifi_psk',
    'root pw',
    'Contraseña',
    'Пароль',
    '密码',
    'clave_api',
  ])
    assert.ok(isCredentialHeading(latin1(heading)), heading);
});

test('keys of rows and codes of countries do not', () => {
  for (const heading of ['primary key', 'sort_key', 'country code', 'Issue key', 'clave_producto', 'Rôle'])
    assert.not.ok(isCredentialHeading(latin1(heading)), heading);
});

test('the first line of a statement or a program names no columns', () => {
  const heads = [
    'user,password\nann,x\n',
    'INSERT INTO sessions (id, token, active)\nVALUES (1, x, true)\n',
    'using Shop.Auth.TempPassword;\nusing Shop.Core;\n',
  ];
  assert.equal(
    heads.map((text) => delimitedHead(Buffer.from(text)) !== undefined),
    [true, false, false],
  );
});

test.run();
