import { assert, suite } from '../../helpers/suite.ts';
import { viewsOf } from '../../helpers/views.ts';

const test = suite('strings that code puts together');

const VALUE = 'tok_9fA2kQ7xLm4Zc8Rt1Vb6';
const [A, B, C] = [VALUE.slice(0, 8), VALUE.slice(8, 16), VALUE.slice(16)];

/** How sure the value is to be one, in each text that has it put together. */
function joined(text: string): readonly (string | undefined)[] {
  return viewsOf('concat', text).flatMap(({ bytes, joints }) => {
    const at = bytes.indexOf(VALUE);
    return at < 0 ? [] : [joints?.trustOf({ start: at, end: at + VALUE.length })];
  });
}
const isJoined = (text: string): boolean => joined(text).includes('sure');

test('arguments of calls that join them', () => {
  const calls = [
    `x = "${A}".concat("${B}", "${C}")`,
    `x = "".concat('${A}', '${B}', '${C}')`,
    `SELECT CONCAT( '${A}', '${B}', '${C}' )`,
    `=CONCATENATE("${A}";"${B}";"${C}")`,
    `x = "".join(("${A}", "${B}", "${C}"))`,
    `x = String.join("", "${A}", "${B}", "${C}")`,
    `x := strings.Join([]string{"${A}", "${B}", "${C}"}, "")`,
    `$x = implode('', array('${A}', '${B}', '${C}'));`,
    `my $x = join('', '${A}', '${B}', '${C}');`,
    `x = join("", [\n  "${A}",\n  "${B}",\n  "${C}"\n])`,
    `x = ['${A}', '${B}', '${C}'].join`,
    `let x = concat!("${A}", "${B}", "${C}");`,
    `x = table.concat({"${A}", "${B}", "${C}"})`,
    `x <- paste0("${A}", "${B}", "${C}")`,
    `os << "${A}" << "${B}" << "${C}";`,
  ];
  for (const call of calls) assert.ok(isJoined(`a = 1\n${call}\nb = 2\n`), call);
});

test('arguments that stand between others, or with something between them, are not joined', () => {
  const calls = [
    `x = join(",", ["${A}", "${B}", "${C}"])`,
    `x = path.join("${A}", "${B}", "${C}")`,
    `x = concat("${A}", y, "${B}${C}")`,
    `x = ["${A}", "${B}", "${C}"].join()`,
    `x = sort("${A}", "${B}", "${C}")`,
  ];
  for (const call of calls) assert.equal(joined(`${call}\n`), [], call);
});

test('what is put into a format', () => {
  const formats = [
    `String.format("%s%s%s", "${A}", "${B}", "${C}")`,
    `fmt.Sprintf("id %s-%s${C}", "x", "${A}${B}")`,
    `x = "{}{}${C}".format("${A}", "${B}")`,
    `x = "{1}{0}{2}".format("${B}", "${A}", "${C}")`,
    `x = "%s%s%s" % ("${A}", "${B}", "${C}")`,
  ];
  for (const format of formats) assert.ok(isJoined(`${format};\n`), format);
  assert.equal(joined(`printf("%s%s", "${A}", name, "${B}${C}");\n`), []);
});

test('statements that add to a value', () => {
  const statements = [
    `x = "${A}"\nx += "${B}"\nx += '${C}'\n`,
    `let x = "${A}";\nlog(1);\nx += "${B}"; // more\nx+="${C}";\n`,
    `$x = '${A}';\n$x .= '${B}';\n$x .= '${C}';\n`,
    `P=${A}\nP=\${P}${B}\nexport P="\${P}${C}"\n`,
    `P := ${A}\nP := $(P)${B}\nP := $(P)${C}\n`,
    `set P=${A}\r\nset P=%P%${B}\r\nset P=%P%${C}\r\n`,
    `f.write("${A}")\nf.write("${B}")\nf.write("${C}")\n`,
    `sb.append("${A}");\nsb.append("${B}");\nsb.append("${C}");\n`,
    `sb.Append("${A}");\r\nsb.Append("${B}");\r\nsb.Append("${C}");\r\n`,
  ];
  for (const text of statements) assert.ok(isJoined(text), text);
  assert.equal(joined(`l.append("${A}")\nl.append("${B}")\nl.append("${C}")\n`), ['unsure']);
});

test('statements that add to another name, or to what is no string alone, are not joined', () => {
  const statements = [
    `x = "${A}"\ny += "${B}${C}"\n`,
    `xy = "${A}"\ny += "${B}${C}"\n`,
    `x = "${A}" + z\nx += "${B}${C}"\n`,
    `P=${A}\nP=\${Q}${B}${C}\n`,
    `a.append("${A}", 1);\na.append("${B}${C}");\n`,
    `x = "${A}"\n${'# a line\n'.repeat(200)}x += "${B}${C}"\n`,
  ];
  for (const text of statements) assert.equal(joined(text), [], text);
});

test('strings in templates', () => {
  for (const text of [`x = \`${A}\${"${B}"}${C}\`;`, `x = f"${A}{'${B}'}${C}"`, `x = "${A}#{'${B}'}${C}"`])
    assert.ok(isJoined(`${text}\n`), text);
  for (const text of [`x = \`${A}\${name("${B}")}${C}\`;`, `{"a":{"${A}":{"${B}":"${C}"}}}`])
    assert.equal(joined(`${text}\n`), [], text);
});

test('strings without a blank between only look like one', () => {
  assert.equal(joined(`X="${A}""${B}""${C}"\n`), ['unsure']);
});

test('nothing grows faster than the text', () => {
  for (const part of ['x += "a"\n', 'P=${P}a\n', 'a.append("a")\n', 'f("%s%s", "a", ', 'concat("a", ', '{"', 'x{"a"}'])
    viewsOf('concat', part.repeat(40_000));
});

test.run();
