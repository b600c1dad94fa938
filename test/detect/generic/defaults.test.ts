import { expand } from '../../../scripts/lib/values.ts';
import { builtinRules } from '../../../src/detect/builtin.ts';
import { assignmentMatcher } from '../../../src/detect/generic/matcher.ts';
import { assert, suite } from '../../helpers/suite.ts';

const matchAssignment = assignmentMatcher();
const test = suite('defaults of expressions, calls and templates');

const value = expand(['{base62:32}'], 'defaults-value');
const keywords = builtinRules().find(({ id }) => id === 'generic-secret')?.keywords ?? [];

function findings(text: string): string[] {
  const lower = text.toLowerCase();
  const found = new Set<string>();
  for (const word of keywords) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
      const match = matchAssignment(text, at);
      if (match !== undefined) found.add(text.slice(match.secretStart, match.secretEnd));
    }
  }
  return [...found];
}

/** Each with the value in the place of `§`; what is looked up has a name that says nothing. */
const FORMS: Readonly<Record<string, string>> = {
  'a template of Ruby in quotes': `password: "<%= ENV['APP_X'].presence || '§' %>"`,
  'a look-up in a template of Ruby': `api_key: "<%= ENV.fetch('APP_X', '§') %>"`,
  'a template of Helm with the default in front': '  api_key: {{ default "§" .Values.x | quote }}',
  'a template string': "const u = { db_password: `${process.env.APP_X || '§'}` }",
  'a formatted string of Python': `db_password = f"{os.getenv('APP_X', '§')}"`,
  'a typed variable': `db_password: string = process.env.APP_X ?? '§';`,
  'a method of the environment': 'api_key = env.str("APP_X", "§")',
  'a condition behind the value': 'api_key = os.environ["X"] if "X" in os.environ else "§"',
  'a condition in front': '$api_key = if ($env:APP_X) { $env:APP_X } else { "§" }',
  'a condition of Nix': '  api_key = if x != "" then x else "§";',
  'one of two by a comparison': '  api_key = var.x != "" ? var.x : "§"',
  'the first of several': '  db_password = coalesce(var.x, "§")',
  'the last argument of a look-up': '  db_password = lookup(var.m, "k", "§")',
  'a named default': 'api_key <- Sys.getenv("APP_X", unset = "§")',
  'a method for nothing': 'String api_key = Optional.ofNullable(System.getenv("APP_X")).orElse("§");',
  'a function for nothing': 'let api_key = env::var("APP_X").unwrap_or_else(|_| "§".into());',
  'an element of a hash of Perl': "my $db_password = $ENV{APP_X} // '§';",
  'an expression of Spring': `<property name="api_key" value="#{environment['APP_X'] ?: '§'}"/>`,
  'a placeholder of Spring': '<property name="api_key" value="${APP_X:§}"/>',
  'a variable of a shell that is set to nothing': '      API_KEY: ${APP_X-§}',
  'a property of C#': 'public string ApiKey { get; set; } = "§";',
  'a case of SQL': "UPDATE users SET db_password = CASE WHEN id = 1 THEN '§' ELSE x END",
  'the operator of Kotlin': 'val p = db_password ?: "§"',
  'an option with its letter': "@click.option('--api-key', '-k', type=str, default='§')",
  'the help on an option': '  --db-password VALUE  of the database (default: §)\n',
  'the help on an option, on the next line': '  --api-key=KEY\n        what it is called by [default: §]\n',
  'a tag of a member in Go': 'A string `env:"API_KEY" envDefault:"§"`',
};
for (const [what, form] of Object.entries(FORMS))
  test(`the value in ${what} is found`, () => assert.equal(findings(form.replace('§', value)), [value]));

const PLAIN = ['eu-west-1', 'Enter your name', 'application/json', 'name'];
for (const [what, form] of Object.entries(FORMS)) {
  if (/^a (?:typed|property|tag)/.test(what)) continue;
  test(`words in ${what} are none`, () => {
    for (const word of PLAIN) assert.equal(findings(form.replace('§', word).replace(/password/gi, 'token')), [], word);
  });
}

test('hostile expressions cost no more than their length', () => {
  const pieces = ['token=a', '"x",', '(', 'if ', '${a', "ENV['a'", ' || ', 'default ', '.get('];
  const started = performance.now();
  for (const piece of pieces) findings(`token = ${piece.repeat(20_000)}`);
  assert.ok(performance.now() - started < 20_000);
});

test.run();
