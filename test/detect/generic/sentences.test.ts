import { findings } from '../../helpers/assignments.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('passwords in sentences');

const chosen = ['Kettle', '!Harbor', '74'].join('');
const dollar = ['Kettle', '$Harbor', '74'].join('');

const SENTENCES: readonly (readonly [string, string, string])[] = [
  ['what is used as one, without an article', `use ${chosen} as password\n`, chosen],
  ['what was set, and whose it is', `We set ${chosen} as password for root.\n`, chosen],
  ['what is entered when a prompt asks', `Enter ${chosen} when asked for the password.\n`, chosen],
  ['what a prompt is answered with', `When prompted for the password, type ${chosen}\n`, chosen],
  ['what it was before', `password changed from ${chosen} to something else\n`, chosen],
  ['a verb that is drawn to the name', `my password's ${chosen}\n`, chosen],
  ['what stands in brackets', `the old password (${chosen}) and the new one\n`, chosen],
  ['a sign of variables between words', `"the password is ${dollar}"\n`, dollar],
  ['German, changed', `Passwort auf ${chosen} geändert\n`, chosen],
  ['German, set', `Wir haben das Passwort auf ${chosen} gesetzt.\n`, chosen],
  ['Dutch, changed', `wachtwoord gewijzigd naar ${chosen}\n`, chosen],
  ['French, used', `utilisez le mot de passe ${chosen}\n`, chosen],
  ['Spanish, used', `usa la contraseña ${chosen} para entrar\n`, chosen],
  ['Italian, of access', `la password di accesso è: ${chosen}\n`, chosen],
  ['Italian, of somebody', `password di root: ${chosen}\n`, chosen],
  ['Czech', `Heslo je ${chosen}\n`, chosen],
  ['Romanian', `Parola este ${chosen}\n`, chosen],
  ['Hungarian, without a verb', `A jelszó ${chosen}\n`, chosen],
  ['Greek, a sentence', `Ο κωδικός είναι ${chosen}\n`, chosen],
  ['Greek, a capital', `Κωδικός: ${chosen}\n`, chosen],
  ['Bulgarian', `Парола: ${chosen}\n`, chosen],
  ['Serbian', `Лозинка: ${chosen}\n`, chosen],
];

for (const [name, text, value] of SENTENCES)
  test(`finds the value: ${name}`, () => assert.equal(findings(text), [value]));

const NOTHING: readonly (readonly [string, string])[] = [
  ['a name that a program uses', 'use node20-slim as password store\n'],
  ['a version in a sentence', 'when asked for the password, type Enter\n'],
  ['what a prompt is answered with is a word', 'Enter it when asked for the password.\n'],
  ['a remark in brackets', 'the old password (see section 7.2) and the new one\n'],
  ['a word behind the word of another language', 'utilisez le mot de passe habituel\n'],
  ['a sentence of Czech', 'Heslo je povinné\n'],
  ['what Italian says of one', 'password di accesso: obbligatoria\n'],
  ['what French says of one', 'password: obligatoire\n'],
  ['what German says of one, with a mark', 'Passwort: geändert\n'],
  ['what German says of one, quoted', '"passwort": "abgelaufen"\n'],
  ['what Spanish says of one', 'contrasena: incorrecta\n'],
  ['what Portuguese says of one', 'senha: obrigatória\n'],
  ['what English says of one', 'password: mandatory\n'],
];

for (const [name, text] of NOTHING) test(`finds nothing: ${name}`, () => assert.equal(findings(text), []));

test.run();
