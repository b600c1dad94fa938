/** A value below a heading that says what it is stands beside that heading in a view, whatever draws the table. */
import * as fc from 'fast-check';
import type { Span } from '../../../src/types.ts';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews, type DecodedView } from '../../../src/view/encoded/encodings.ts';
import { layoutOf, type Layout } from '../../../src/view/layout.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('columns');

function views(bytes: Buffer, range: Span = { start: 0, end: bytes.length }, layout?: Layout): DecodedView[] {
  const options = { budget: new Budget(0), onSkip: () => undefined, layout };
  return [...decodedViews(bytes, range, options)].filter(({ kind }) => kind === 'columns');
}

/** Each value that is written beside a heading, with the text at the place it is mapped to. */
function labelled(text: string | Buffer, range?: Span, layout?: Layout): (readonly [string, string, string])[] {
  const bytes = Buffer.from(text);
  const all: (readonly [string, string, string])[] = [];
  for (const view of views(bytes, range, layout)) {
    for (const match of view.bytes.toString().matchAll(/^(?<title>.+?) = (?:"(?<quoted>.*)"|(?<bare>.*))$/gm)) {
      const value = match.groups?.['quoted'] ?? match.groups?.['bare'] ?? '';
      const start = match.index + match[0].lastIndexOf(value);
      const { start: from, end } = view.toOuter({ start, end: start + value.length });
      all.push([match.groups?.['title'] ?? '', value, bytes.toString('utf8', from, end)]);
    }
  }
  return all;
}

const A = 'kW8rTq2Zp';
const B = 'x5Lm9Vn4c';

const TABLES: Readonly<Record<string, string>> = {
  Markdown: `| user | password |\n|:-----|:--------:|\n| bob | ${A} |\n| eve | \`${B}\` |\n`,
  'Markdown without the last bars': `| user | password |\n|---|---|\n| bob | ${A}\n| eve | ${B}\n`,
  'Markdown without outer bars': `user | password\n--- | ---\nbob | ${A}\neve | **${B}**\n`,
  reStructuredText: `+------+----------+\n| user | password |\n+======+==========+\n| bob  | ${A} |\n+------+----------+\n| eve  | ${B} |\n+------+----------+\n`,
  AsciiDoc: `[cols="1,1"]\n|===\n|user |password\n\n|bob |${A}\n\n|eve\na|${B}\n|===\n`,
  'the client of MySQL': `+------+----------+\n| user | password |\n+------+----------+\n| bob  | ${A} |\n| eve  | ${B} |\n+------+----------+\n`,
  'the client of PostgreSQL': ` user | password \n------+----------\n bob  | ${A}\n eve  | ${B}\n(2 rows)\n`,
  'box drawing': `\u250c\u2500\u2500\u252c\u2500\u2500\u2510\n\u2502 user \u2502 password \u2502\n\u251c\u2500\u2500\u253c\u2500\u2500\u2524\n\u2502 bob \u2502 ${A} \u2502\n\u2502 eve \u2502 ${B} \u2502\n\u2514\u2500\u2500\u2534\u2500\u2500\u2518\n`,
  'dashed box drawing': `\u250c\u2500\u2500\u252c\u2500\u2500\u2510\n\u2502 user \u2506 password \u2502\n\u255e\u2550\u2550\u256a\u2550\u2550\u2561\n\u2502 bob \u2506 ${A} \u2502\n\u2502 eve \u2506 ${B} \u2502\n\u2514\u2500\u2500\u2534\u2500\u2500\u2518\n`,
  'heavy box drawing': `\u250f\u2501\u2501\u2533\u2501\u2513\n\u2503 user \u2503 password \u2503\n\u2521\u2501\u2501\u2547\u2501\u2529\n\u2502 bob \u2502 ${A} \u2502\n\u2502 eve \u2502 ${B} \u2502\n`,
  'aligned columns': `id  name  password\n--  ----  ---------\n1   bob   ${A}\n2   \u00e9ve   ${B}\n`,
  'a simple table of reStructuredText': `====  =========\nuser  password\n====  =========\nbob   ${A}\neve   ${B}\n====  =========\n`,
  'columns far apart': `name${' '.repeat(40)}password\n----${' '.repeat(40)}--------\nbob ${' '.repeat(40)}${A}\neve ${' '.repeat(40)}${B}\n`,
  PowerShell: `\r\nName password\r\n---- --------\r\nbob  ${A}\r\neve  ${B}\r\n\r\n`,
  'comma-separated values': `user,password\nbob,${A}\r\neve,${B}`,
  'quoted fields': `"user","password"\n"bob","${A}"\n"eve\n2","${B}"\n`,
  tabs: `user\tpassword\nbob\t${A}\neve\t${B}\n`,
  semicolons: `user;password;host\nbob;${A};a\neve;${B};b\n`,
  HTML: `<table><tr><th>user</th><th class="a"><b>password</b></th></tr>\n<tr><td>bob</td><td>${A}</td></tr><tr><td>eve</td>\n<td><code>${B}</code></td></tr></table>`,
  INSERT: `INSERT INTO \`users\` (\`id\`, \`password\`) VALUES (1, '${A}'),\n(f(2, 'x)'), N'${B}');\n`,
  'INSERT with strings that hold marks': `INSERT INTO users (name, password)\nVALUES ('it''s (', '${A}'), ('a\\'b,', '${B}');`,
  'INSERT with digests': `INSERT INTO users (login, password) VALUES ('bob', crypt('${A}', gen_salt('bf'))), ('eve', SHA2('${B}', 256));\n`,
  'INSERT without columns': `CREATE TABLE IF NOT EXISTS \`users\` (\n  \`id\` int(11) NOT NULL,\n  \`password\` varchar(64) DEFAULT 'a,b',\n  PRIMARY KEY (\`id\`)\n);\nINSERT INTO \`users\` VALUES (1,'${A}'),(2,'${B}');\n`,
  'INSERT of SQL Server': `INSERT [dbo].[Users] ([Id], [password]) VALUES (1, N'${A}')\nINSERT [dbo].[Users] ([Id], [password]) VALUES (2, N'${B}')\n`,
  COPY: `COPY public.users (id, password) FROM stdin;\n1\t${A}\n2\t${B}\n\\.\n`,
};

for (const [name, text] of Object.entries(TABLES)) {
  test(`reads a column of ${name}`, () => {
    assert.equal(labelled(text), [
      ['password', A, A],
      ['password', B, B],
    ]);
  });
}

const BOUND: Readonly<Record<string, string>> = {
  Sequelize: `INSERT INTO "Users" ("email","password") VALUES ($1,$2) RETURNING "id"; bind: ["a@b.test","${A}"]`,
  TypeORM: `query: INSERT INTO "user"("id", "email", "password") VALUES (DEFAULT, $1, $2) -- PARAMETERS: ["a@b.test","${A}"]`,
  SQLAlchemy: `INSERT INTO users (email, password) VALUES (?, ?)\n2026-01-02 INFO sqlalchemy.engine.Engine [generated in 0.0002s] ('a@b.test', '${A}')\n`,
  Django: `INSERT INTO "users" ("email", "password") VALUES (%s, %s); args=('a@b.test', '${A}')`,
  MyBatis: `==>  Preparing: INSERT INTO users (email, age, password) VALUES (?, ?, ?)\n==> Parameters: a@b.test(String), 4(Integer), ${A}(String)\n`,
  PostgreSQL: `INSERT INTO users (email, password) VALUES ($1, $2)\nDETAIL:  parameters: $1 = 'a@b.test', $2 = '${A}'\n`,
  Hibernate: `Hibernate: \n    insert \n    into\n        users\n        (email, password) \n    values\n        (?, ?)\n2026-01-02 TRACE bind : binding parameter (1:VARCHAR) <- [a@b.test]\n2026-01-02 TRACE bind : binding parameter (2:VARCHAR) <- [${A}]\n`,
  'Hibernate 5': `Hibernate: insert into users (email, password) values (?, ?)\nTRACE BasicBinder : binding parameter [1] as [VARCHAR] - [a@b.test]\nTRACE BasicBinder : binding parameter [2] as [VARCHAR] - [${A}]\n`,
  Spring: `Executing prepared SQL statement [insert into users (email, password) values (?, ?)]\nSetting SQL statement parameter value: column index 1, parameter value [a@b.test], value class [java.lang.String]\nSetting SQL statement parameter value: column index 2, parameter value [${A}], value class [java.lang.String]\n`,
  EclipseLink: `INSERT INTO USERS (ID, password) VALUES (?, ?)\n\tbind => [1, ${A}]\n`,
  Ecto: `INSERT INTO "users" ("email","password") VALUES ($1,$2) RETURNING "id" ["a@b.test", "${A}"]\n`,
  Laravel: `local.INFO: insert into \`users\` (\`name\`, \`password\`) values (?, ?) ["Ann","${A}"] \n`,
  Drizzle: `Query: insert into "users" ("email", "password") values ($1, $2) -- params: ["a@b.test", "${A}"]\n`,
  Doctrine: `INSERT INTO user (email, password) VALUES (?, ?) (parameters: array{"1":"a@b.test","2":"${A}"}, types: array{"1":2,"2":2})\n`,
  pgx: `{"sql":"insert into users (email, password) values ($1, $2)","args":["a@b.test","${A}"]}\n`,
};

/** Values in front of their statement. */
const IN_FRONT: Readonly<Record<string, string>> = {
  knex: `{\n  bindings: [ 'a@b.test', '${A}' ],\n  __knexQueryUid: 'x1',\n  sql: 'insert into \`users\` (\`email\`, \`password\`) values (?, ?)'\n}\n`,
  'JSON whose members are sorted': `{"args":["a@b.test","${A}"],"level":"info","sql":"insert into users (email, password) values ($1, $2)"}\n`,
};

/** Statements in code, with their values as arguments. */
const IN_CODE: Readonly<Record<string, string>> = {
  Python: `cur.execute("INSERT INTO users (email, password) VALUES (%s, %s)", ("a@b.test", "${A}"))\n`,
  'Node.js': `await client.query('insert into users(email, password) values($1, $2)', ['a@b.test', '${A}'])\n`,
  PHP: `$q = $pdo->prepare('insert into users (email, password) values (?, ?)');\n$q->execute(['a@b.test', '${A}']);\n`,
};

/** Statements whose only credential is compared. */
const ASKED: Readonly<Record<string, string>> = {
  'a member of a list': `query: SELECT "s"."id" FROM "session" "s" WHERE "s"."password" = $1 LIMIT 1 -- PARAMETERS: ["${A}"]\n`,
  'behind a statement inside': `==>  Preparing: SELECT id FROM users WHERE team IN (SELECT id FROM teams WHERE name = ?) AND password = ?\n==> Parameters: ann(String), ${A}(String)\n`,
  'of two statements on a line': `["delete from a where id = ? and password = ?", [1, "${A}"]], ["delete from b where id = ?", ["x"]]\n`,
};

const UPDATED: Readonly<Record<string, string>> = {
  'Sequelize, behind a semicolon': `UPDATE "Users" SET "name"=$1,"password"=$2 WHERE "id" = $3; "bob", "${A}", 7`,
  'Sequelize, in a list': `UPDATE \`Users\` SET \`name\`=?,\`password\`=? WHERE \`id\` = ? { bind: [ 'bob', '${A}', 7 ] }`,
  'TypeORM, with a value of the statement between': `query: UPDATE "user" SET "at" = '2026, ?', "password" = $1 WHERE "id" IN ($2) -- PARAMETERS: ["${A}",7]`,
  SQLAlchemy: `Engine UPDATE users SET email=?, password=? WHERE users.id = ?\n2026-01-02 INFO Engine [generated in 0.0002s] ('a@b.test', '${A}', 7)\n`,
  Prisma: `prisma:query UPDATE "public"."User" SET "password" = $1 WHERE ("public"."User"."id" = $2)\nParams: ["${A}","7"]\n`,
  Django: `UPDATE "users" SET "email" = %s, "password" = %s WHERE "users"."id" = %s; args=('a@b.test', '${A}', 7)`,
  MyBatis: `==>  Preparing: UPDATE users SET age = ?, password = ? WHERE id = ?\n==> Parameters: 4(Integer), ${A}(String), 7(Long)\n`,
  PostgreSQL: `UPDATE users SET at = $2, password = $1 WHERE id = $3\nDETAIL:  parameters: $1 = '${A}', $2 = 'now', $3 = '7'\n`,
  'Entity Framework, in front': `Executed DbCommand (2ms) [Parameters=[@p1='7', @p0='${A}' (Nullable = false) (Size = 4000)], CommandType='Text', CommandTimeout='30']\r\n      UPDATE [Users] SET [password] = @p0\r\n      WHERE [Id] = @p1;\r\n`,
  'Entity Framework, of new rows': `Executed DbCommand (2ms) [Parameters=[@p0='bob' (Size = 4000), @p1='${A}' (Size = 4000)], CommandType='Text']\n      INSERT INTO "Users" ("Name", "password")\n      VALUES (@p0, @p1);\n`,
  NHibernate: `UPDATE Users SET Name = @p0, password = @p1 WHERE Id = @p2;@p0 = 'bob' [Type: String (0:0:0)], @p1 = '${A}' [Type: String (0:0:0)], @p2 = 7 [Type: Int32 (0:0:0)]\n`,
};

for (const [mapper, text] of Object.entries(UPDATED)) {
  test(`a value that a log gives apart from what sets it stands beside its column: ${mapper}`, () => {
    assert.equal(labelled(text), [['password', A, A]]);
  });
}

test('a statement behind which no list stands has no values', () => {
  for (const behind of ['', '; -- done', '\nROLLBACK; args', "\nSELECT 1; args=('a', 'b')"])
    assert.equal(labelled(`UPDATE users SET password = ? WHERE id = ?${behind}`), []);
});

for (const [mapper, text] of Object.entries(BOUND)) {
  test(`a value that ${mapper} logs behind the statement stands beside the name of its column`, () => {
    assert.equal(labelled(text), [['password', A, A]]);
  });
}

for (const [writer, text] of Object.entries({ ...IN_FRONT, ...IN_CODE, ...ASKED })) {
  test(`a value apart from its statement stands beside its column: ${writer}`, () => {
    assert.equal(labelled(text), [['password', A, A]]);
  });
}

test('values that Laravel writes into a statement stand beside their columns, without quotation marks too', () => {
  const text = `(Connection: mysql, SQL: insert into \`users\` (\`name\`, \`password\`, \`at\`) values (Ann Lee, ${A}, 2026-01-02))\n`;
  assert.equal(labelled(text), [['password', A, A]]);
  assert.equal(labelled(text.replace('SQL: ', '')), []);
});

test('verbs in small letters and REPLACE begin statements', () => {
  for (const text of [
    `create table if not exists t (id int, token text);\ninsert into t values (1, '${A}');\n`,
    `Insert into T (ID,token) values (1,'${A}');\n`,
    `REPLACE INTO \`t\` (\`id\`, \`token\`) VALUES (1, '${A}');\n`,
  ])
    assert.equal(labelled(text), [['token', A, A]]);
});

test('a statement takes no values of the one behind it, and none of a list that is too short', () => {
  const asks = 'SELECT id FROM users WHERE name = ? AND password = ?';
  for (const text of [
    `${asks}\nUPDATE users SET secret = ? WHERE id = ? ["${B}", 7]\n`,
    `${asks} ORDER BY name ["${A}"]\n`,
    `SELECT id FROM users WHERE name = ? AND password_id = ? ["ann", "${A}"]\n`,
  ])
    assert.equal(
      labelled(text).filter(([name]) => name?.startsWith('password')),
      [],
    );
});

test('a list behind a statement that holds its own values gives none', () => {
  assert.equal(labelled(`INSERT INTO users (email, password) VALUES ('a', '${A}'); args=('b', '${B}')`), [
    ['password', A, A],
  ]);
});

const row = (name: string, value: string): string => `\u2502 ${name} \u2502 ${value} \u2502\n`;

test('the names in the first column of a drawn table stand beside the values in the second', () => {
  const rule = '\u251c\u2500\u2500\u253c\u2500\u2500\u2524\n';
  const expected = [
    ['smtp_password', A, A],
    ['api token', B, B],
  ];
  const rows = row('smtp_password', A) + row('host', 'db.internal') + row('api token', B);
  for (const table of [
    row('key', 'value') + rule + rows + rule,
    `\u250c\u2500\u252c\u2500\u2510\n${row('smtp_password', A)}${rule}${row('api token', B)}`,
    `${rule}${rows.replaceAll('\u2502', '\u2551')}`,
  ])
    assert.equal(labelled(`made\n\n${table}\nend\n`), expected);
  assert.equal(labelled(`${rule}| smtp_password | ${A} |\n`), []);
});

test('the titles of a drawn table with more than two columns are no names and values', () => {
  const rule = '\u251c\u2500\u2500\u253c\u2500\u2500\u2524\n';
  const titles = '\u2502 id \u2502 password \u2502 last_login \u2502\n';
  const text = `${rule}${titles}${rule}\u2502 1 \u2502 ${A} \u2502 never \u2502\n${rule}`;
  assert.equal(labelled(`made\n\n${text}`), [['password', A, A]]);
});

test('a value with a quotation mark stands there whole', () => {
  assert.equal(labelled(`user,token\nbob,a"b${A}\n`), [['token', `a"b${A}`, `a"b${A}`]]);
});

test('cells of several words, and those where some is left out, are no values', () => {
  assert.equal(labelled(`| field | PASSWD |\n|---|---|\n| 1 | 1 to 255 |\n| 2 | *3A38(...)61 |\n`), []);
});

test('a row that stands above a rule further down is no title', () => {
  const rule = '+---------+-----+\n';
  assert.equal(labelled(`${rule}| action  | aws |\n${rule}| get_key | Yes |\n${rule}| list    | Yes |\n${rule}`), []);
});

test('a text that reaches over the border of two aligned columns is no row', () => {
  const rule = '----  ---------\n';
  assert.equal(labelled(`user  password\n${rule}a longer text ${A}\n`), []);
  assert.equal(labelled(`prose about password\n${rule}bob   ${A}\n`), []);
});

test('columns without a name of a secret are not written out', () => {
  for (const text of Object.values(TABLES))
    assert.equal(views(Buffer.from(text.replaceAll('password', 'address'))), []);
});

test('a later window of separated values knows the titles of the first', () => {
  const text = `user,password\nbob,${A}\neve,${B}\n`;
  const layout = layoutOf(Buffer.from(text));
  const rest = Buffer.from(text.slice(text.indexOf('bob') + 1));
  assert.equal(labelled(rest, { start: 0, end: rest.length }, layout).at(-1), ['password', B, B]);
});

test('rows of a dump go on in the windows behind the one with their statement', () => {
  const text = `CREATE TABLE t (id int, token text);\nINSERT INTO t VALUES (1,'${A}'),(2,'${B}'),(3,'${A}');\nCOPY t FROM stdin;\n4\t${B}\n5\t${A}\n\\.\n6\tx\n`;
  for (let cut = 40; cut < text.length; cut++) {
    const layout = layoutOf(Buffer.from(text));
    const first = labelled(text.slice(0, cut), undefined, layout);
    layout.sql.moveTo(cut - 30);
    const second = labelled(text.slice(cut - 30), undefined, layout);
    const values = new Set([...first, ...second].map(([, value]) => value));
    assert.equal([...values].sort(), [A, B].sort(), `cut at ${cut}`);
    assert.ok(first.length + second.length >= 4, `cut at ${cut}`);
  }
});

test('nothing is thrown and every place lies in the text, however tables are broken', () => {
  const part = fc.oneof(
    fc.constantFrom(...Object.values(TABLES)),
    fc.constantFrom(
      '|',
      '\n',
      '---',
      '+--',
      ',',
      '"',
      "'",
      '(',
      ')',
      '</th>',
      '<tr>',
      'INSERT INTO t (token) VALUES (',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.nat(400), fc.nat(400), (parts, from, length) => {
      const bytes = Buffer.from(parts.join('').slice(from, from + length));
      for (const view of views(bytes)) {
        const { start, end } = view.toOuter({ start: 0, end: view.bytes.length });
        assert.ok(start >= 0 && start <= end && end <= bytes.length);
      }
    }),
  );
});

test('reads the value of a table by the name of the table, as a member of it', () => {
  const text = `INSERT INTO app.api_tokens (id, value, created) VALUES (1, '${A}', 'x');\nINSERT INTO events (id, value) VALUES (1, '${B}');\n`;
  assert.equal(labelled(text), [['api_tokens { value', A, A]]);
});

test('reads no value of a table by its name where a column is named after a credential', () => {
  assert.equal(labelled(`INSERT INTO tokens (value, secret) VALUES ('${B}', '${A}');\n`), [['secret', A, A]]);
});

test.run();
