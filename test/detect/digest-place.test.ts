import { expand } from '../../scripts/lib/values.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { Detector } from '../../src/detect/detector.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('digests and commits behind names of credentials');

const sha1 = (seed: string): string => expand(['{hex:40}'], `digest-${seed}`);
const sha256 = (seed: string): string => expand(['{hex:64}'], `digest-${seed}`);
const detector = new Detector(builtinRules());
/** The values that some rule calls secret, each once, in their order. */
function secretsIn(text: string): readonly string[] {
  const found = detector.detectWhole(Buffer.from(text)).filter(({ rule }) => rule.class === 'secret');
  return [...new Set(found.sort((a, b) => a.start - b.start).map(({ secret }) => secret))];
}

/** Texts that hold one digest each, whatever they call the file or the package. */
const CLEAN: Readonly<Record<string, string>> = {
  'a list below a title, in which packages are called after providers': `SPEC CHECKSUMS:\n  Alpha: ${sha1('a')}\n  HerokuToken: ${sha1('b')}\n  Mixpanel: ${sha1('c')}\n  zlib: ${sha1('d')}\n`,
  'the digest of a file, in the form of BSD': `SHA256 (api-token.tgz) = ${sha256('e')}\n`,
  'the digest of a file behind its name': `datadog-api-key.jar: ${sha1('f')}\n`,
  'the digest of what an address leads to': `"https://modules.test/auth0_token/MODULE.bazel": "${sha256('g')}",\n`,
  'the revision of an input': `"api-token": {\n  "locked": {\n    "repo": "api-token",\n    "rev": "${sha1('h')}"\n  }\n}\n`,
  'the commit of an entry of a change log': `* rotate the api key (${sha1('i')})\n`,
  'the commit that a module is at': `Submodule path 'auth0/secret': checked out '${sha1('j')}'\n`,
  'a package of Hex': `"auth0_token": {:hex, :auth0_token, "1.0.0", "${sha256('k')}", [:mix], []},\n`,
};
for (const [what, text] of Object.entries(CLEAN))
  test(`${what} is no credential`, () => assert.equal(secretsIn(text), []));

/** The same values where nothing says that they are digests. */
const SECRET: Readonly<Record<string, string>> = {
  'below a title for credentials': `api_keys:\n  mixpanel_token: ${sha1('m')}\n  heroku_token: ${sha1('n')}\n`,
  'behind a word for a credential below a title for digests': `integrity:\n  secret: ${sha256('o')}\n`,
  'behind the name of a key for signatures': `signing_secret = "${sha256('p')}"\n`,
  'in brackets behind a name alone': `api_token (${sha1('q')})\n`,
  'beside a provider in a setting': `HEROKU_TOKEN=${sha1('r')}\n`,
};
for (const [where, text] of Object.entries(SECRET)) {
  const values = text.match(/[0-9a-f]{40,}/g);
  test(`hexadecimal characters ${where} are one`, () => assert.equal(secretsIn(text), values));
}

test('a title is found however long its list is', () => {
  const rows = Array.from({ length: 300 }, (_, index) => `  Package${index}: ${sha1(`row-${index}`)}\n`).join('');
  assert.equal(secretsIn(`SPEC CHECKSUMS:\n${rows}  HerokuToken: ${sha1('last')}\n`), []);
});

test.run();
