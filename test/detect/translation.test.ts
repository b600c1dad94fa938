import { expand } from '../../scripts/lib/values.ts';
import { isTranslation } from '../../src/detect/translation.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('isTranslation()');
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const inFile = (secret: string, path: string): boolean =>
  isTranslation({ rule: { matcher: 'assignment', confidence: 'entropy' }, secret: utf8(secret) }, path);

const WORDS = [
  'Contrasenya',
  'Reiniciar Contraseña',
  'Tajn\\u00e9',
  'JELSZÓ',
  'Palavra-passe atual',
  "Jeton d'accès",
  '密码',
  'parola (tekrar)',
  'Heslo (%1$s)',
  'Aqoonsiyada WebAuthn',
  'Klucz klienta LwM2M',
  'PhonePeの有効な認証情報を入力してください。',
];

test('words in a file of translations are one', () => {
  for (const path of [
    'src/strings/ca.json',
    'lang/pl/validation.php',
    'app/src/main/res/values-cs-rCZ/strings.xml',
    'resources/locales/hu.json',
    'i18n/messages_de.properties',
    'src/messages.fr.json',
    'App/pt.lproj/Localizable.strings',
    'conf/locale/locale_cs-CZ.ini',
    'program/localization/hu_HU/labels.inc',
    'src/App/Resources.pt-BR.resx',
    'Localizations/app/app-tr.mo',
    'src/main/resources/i18n_global_uz_UZ_Latn.properties',
    'lib/l10n/l10n_et.dart',
    'protected/messages/lv/settings.php',
    'src/db/DBRes_pl.java',
    'inno/Icelandic.isl',
  ])
    for (const word of WORDS) assert.ok(inFile(word, path), `${word} ${path}`);
});

test('the same in another file is none', () => {
  for (const path of [
    'config/app.json',
    'src/translate.ts',
    'strings.log',
    'lang',
    'run/trace.json',
    'src/Resources.resx',
    'lib/a.inc',
    'slang/a.json',
  ])
    assert.not.ok(inFile('Contrasenya', path), path);
});

test('what has digits, signs or capitals inside is none, nor what a rule found by its form', () => {
  const path = 'src/strings/ca.json';
  for (const made of [
    'Sommer2023',
    'tr0ub4dor',
    'correct_horse',
    'aBcDefGhiJ',
    'pass#word',
    expand(['{base62:20}', '1'], 'translation'),
  ])
    assert.not.ok(inFile(made, path), made);
  assert.not.ok(isTranslation({ rule: { confidence: 'provider-shape' }, secret: 'Contrasenya' }, path));
});

test('words that a rule found for their name alone are some as well', () => {
  assert.ok(isTranslation({ rule: { confidence: 'context' }, secret: 'Contrasenya' }, 'conf/locale/locale_ca-ES.ini'));
});

test('a folder of translations may be written in capitals', () => {
  assert.ok(inFile('Vale Parool', 'API/I18N/et.json'));
});

test.run();
