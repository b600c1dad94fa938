import { type NameKind, nameKind } from '../../../src/detect/generic/name.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('nameKind()');

/** Names by what they say of their values. */
const NAMES: Readonly<Record<NameKind, string>> = {
  password:
    'db_password senha_banco senhaBanco MDP_BASE motDePasse mot_de_passe kata_sandi matKhau losenord STAPSK wifiPsk upwd userPassw smtpPass NEXT_PRIVATE_SMTP_PASSWORD cursorPassword',
  token:
    'recovery_code backupCodes ACCESS_CODE authCode clave_api chaveSecreta cle_api hash_secret vnp_HashSecret NONCE_SALT recoveryKey decryption_key stripe_key NEXT_PRIVATE_MAIL_API_KEY CURSOR_API_KEY PAGE_ACCESS_TOKEN TRANSLATION_PROVIDER_API_KEY SENTRY_SYSTEM_SECRET_KEY SITE_SECRET_KEY DKIM_PRIVATE_KEY CSRF_COOKIE_SECRET',
  key: 'checksum_key NONCE_KEY xsrfKey CSRF_KEY',
  none: 'sort_key documentkey country_code statusCode security_code recovery_code_path hash_key clave_primaria senha_min_length mot_de_passe_label primary_key nonce next_token next_page_token nextForwardToken cursor_key page_token translation_key sentry_key site_key encrypted_secret_key wrapped_secret dkim_key namepass fieldpass from_secret ice-pwd csrf_cookie_token',
};

for (const [kind, names] of Object.entries(NAMES))
  for (const name of names.split(' ')) test(`${name}: ${kind}`, () => assert.is(nameKind(name), kind));

test.run();
