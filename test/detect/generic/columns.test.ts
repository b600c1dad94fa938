import { expand } from '../../../scripts/lib/values.ts';
import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('cells below a name');

const first = expand(['{base62:17}', '4'], 'columns-first');
const second = expand(['{base62:21}', '7'], 'columns-second');
const short = expand(['{base62:11}', '2'], 'columns-short');

/** The values of the name that ends in the first word for a credential. */
function valuesOf(text: string): string[] {
  const at = text.search(/password|token/i);
  const candidate = candidateAt(text, at);
  const all = candidate === undefined ? [] : [candidate, ...(candidate.others ?? [])];
  return all.map(({ start, end }) => text.slice(start, end));
}

/** Tables of three columns in which the second holds the two values. */
const TABLES: Readonly<Record<string, string>> = {
  'columns aligned to the left': `NAME     PASSWORD${' '.repeat(16)}HOST\nann      ${first}      db1\nbob      ${second}  db2\n`,
  'columns one blank apart': `NAME    TOKEN${' '.repeat(18)}HOST\nann-one ${first}     db1\nbob-two ${second} db2\n`,
  'columns aligned to the right': `   name${'password'.padStart(24)}  host\n0   ann${first.padStart(24)}   db1\n1   bob${second.padStart(24)}   db2\n`,
  'lines of a log': `2026-01-02T03:04:05Z name  password${' '.repeat(16)}host\n2026-01-02T03:04:05Z ann   ${first}      db1\n2026-01-02T03:04:06Z bob   ${second}  db2\n`,
  'a rule of one piece': `name  password${' '.repeat(16)}host\n${'-'.repeat(40)}\nann   ${first}      db1\nbob   ${second}  db2\n`,
  Jira: `||name||password||host||\n|ann|${first}|db1|\n|bob|{{${second}}}|db2|\n`,
  Trac: `||= name =||= password =||= host =||\n|| ann || ${first} || db1 ||\n|| bob || ${second} || db2 ||\n`,
  DokuWiki: `^ name ^ password ^ host ^\n| ann | ${first} | db1 |\n| bob | ''${second}'' | db2 |\n`,
  MediaWiki: `! name !! password !! host\n|-\n| ann || ${first} || db1\n|-\n| bob || ${second} || db2\n|}\n`,
  Textile: `|_. name |_. password |_. host |\n| ann | ${first} | db1 |\n| bob | ${second} | db2 |\n`,
  TeX: `\\hline\nname & password & host \\\\\n\\hline\nann & ${first} & db1 \\\\\nbob & \\texttt{${second}} & db2 \\\\ \\hline\n`,
  'titles of TeX in bold': `name & \\textbf{password} & host \\\\ \\midrule\nann & ${first} & db1 \\\\\nbob & ${second} & db2 \\\\\n`,
  'a first row between bars': `\n| name | password | host |\n| ann | ${first} | db1 |\n| bob | ${second} | db2 |\n`,
  'tabs, below other lines': `4 rows:\nname\tpassword\thost\nann\t${first}\tdb1\nbob\t${second}\tdb2\n`,
  'commas, below other lines': `# all\n\nname,password,host\nann,${first},db1\nbob,"${second}",db2\n`,
  'a table of reST': `.. csv-table::\n   :header: "name", "password", "host"\n\n   "ann", "${first}", "db1"\n   "bob", "${second}", "db2"\n`,
  'columns and their data': `{"columns":["name","password","host"],"index":[0,1],"data":[["ann","${first}","db1"],["bob","${second}","db2"]]}`,
  'fields and rows': `{"fields": [{"name": "name"}, {"name": "password"}, {"name": "host"}],\n "rows": [["ann", "${first}", 1], ["bob", "${second}", null]]}`,
  'a list of lists': `[["name", "password", "host"], ["ann", "${first}", "db1"], ["bob", "${second}", "db2"]]`,
  'rows of BigQuery': `{"schema":{"fields":[{"name":"name","type":"STRING"},{"name":"password","type":"STRING"}]},"rows":[{"f":[{"v":"ann"},{"v":"${first}"}]},{"f":[{"v":null},{"v":"${second}"}]}]}`,
  'rows of Athena': `{"Rows":[{"Data":[{"VarCharValue":"name"},{"VarCharValue":"password"}]},{"Data":[{"VarCharValue":"ann"},{"VarCharValue":"${first}"}]},{"Data":[{"VarCharValue":"bob"},{"VarCharValue":"${second}"}]}]}`,
  Creole: `|=name|=password|=host|\n|ann|${first}|db1|\n|bob|${second}|db2|\n`,
  'a list of lists in a string': `"[[\\"name\\",\\"password\\"],[\\"ann\\",\\"${first}\\"],[\\"bob\\",\\"${second}\\"]]"`,
};

for (const [name, text] of Object.entries(TABLES))
  test(`finds both: ${name}`, () => assert.equal(valuesOf(text), [first, second]));

test('a row of SELECT holds the values of the columns in front of it', () => {
  assert.equal(valuesOf(`INSERT INTO users (login, password) SELECT 'ann', '${first}' WHERE 1 = 1;`), [first]);
  assert.equal(valuesOf(`insert into t ("a", "password", b)\nselect max(id), '${first}', 7 from dual`), [first]);
  assert.equal(valuesOf(`INSERT INTO users (login, password) SELECT '${first}', pass FROM old_users;`), []);
});

test('a name and its value in a row are no titles', () => {
  assert.equal(valuesOf(`| Password | ${first} |\n| User | ann |\n`), [first]);
  assert.equal(valuesOf(`name,value\nDB_PASSWORD,${first}\nDEBUG,0\n`), [first]);
  assert.equal(valuesOf(`Host & db1 \\\\\nPassword & ${first} \\\\\n`), [first]);
});

const NOTHING: Readonly<Record<string, string>> = {
  'one of many lists': `["a","b"],["${short}","API_TOKEN"],["AC","x${first}"]`,
  'a row with other cells': `name,password,host\n${first}\n`,
  'cells that do not begin below their title': `name   password   host\na sentence of ${first} and\n`,
  'another column': `\n| name | password | host |\n| ${first} | | ${second} |\n`,
};

for (const [name, text] of Object.entries(NOTHING)) test(`finds none: ${name}`, () => assert.equal(valuesOf(text), []));

test.run();
