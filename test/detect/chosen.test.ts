import { isChosen, isPassphrase } from '../../src/detect/chosen.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('isChosen()');

test('a word or two with a number and a sign are chosen', () => {
  for (const parts of [
    ['Sommer', '2019!'],
    ['river', 'Stone', '77'],
    ['Thunder', 'boot', '#41'],
    ['Pick', '3l', 'marble', '72'],
    ['anna', '1990'],
    ['Copper', '77&'],
  ])
    assert.ok(isChosen(parts.join('')), parts.join(' '));
});

test('three words or more with the same sign between them are a pass phrase', () => {
  for (const joint of ['-', '_', '.', ' ']) assert.ok(isPassphrase(['walnut', 'copper', 'harbor'].join(joint)), joint);
});

test('three words with capitals and one digit behind one of them are a pass phrase', () => {
  assert.ok(isPassphrase(['Walnut', 'Copper7', 'Harbor'].join('-')));
  assert.not.ok(isPassphrase(['Walnut', 'Copper', 'Harbor'].join('-')));
  assert.not.ok(isPassphrase(['Walnut7', 'Copper7', 'Harbor'].join('-')));
  assert.not.ok(isPassphrase(['Mysql', 'Server8', 'Client'].join('-')));
});

test('of four words one may have letters that hardly stand together, of three none', () => {
  assert.ok(isPassphrase(['walnut', 'copper', 'autumn', 'harbor'].join('-')));
  assert.not.ok(isPassphrase(['walnut', 'autumn', 'harbor'].join('-')));
});

test('words with digits for letters, or with signs and numbers that names have not together, are chosen', () => {
  for (const parts of [
    ['Zaunk', '0', 'enig'],
    ['nebel_h', '1', 'rsche'],
    ['Kiesel', '-18-', 'bach'],
    ['anker', '_Kette', '5'],
    ['Hummel', '2', 'brumm'],
    ['Nebel', '-horn_', '3'],
    ['Lantern', '-falcon', '-52'],
  ])
    assert.ok(isChosen(parts.join('')), parts.join(' '));
});

test('names of programs, versions and parts of code are none', () => {
  for (const text of [
    'my-app-2',
    'node_18_alpine',
    'log4jConfig',
    'Web3Provider',
    'db_backup_2',
    'K8sNamespace',
    'x86_64',
  ])
    assert.not.ok(isChosen(text), text);
});

test('names of services, variables and files are none', () => {
  for (const text of [
    'billing-postgres-credentials',
    'my-app-secret',
    'walnut-copper',
    'walnut-copper_harbor',
    'river-api-cert',
    'TestUser2024',
    'password1234',
    'sha256',
    'Utf8Encoder16',
    'walnut',
    'walnut.copper@harbor.test',
  ])
    assert.not.ok(isChosen(text), text);
});

test.run();
