import { isPair, isSetBehind } from '../../../src/detect/generic/methods.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('isSetBehind()');

const SETS =
  'os.Setenv(" props.put(\' System.setProperty("app. define(\' localStorage.setItem(\' ENV.fetch(" flag.String(" parser.add_argument("-- conf.set(" @Value(" os.getenv("'.split(
    ' ',
  );
const OTHERS = 'assertEquals(" hash(" verify(" md5(\' connect(" reset(" budget(" ["'.split(' ');

for (const before of SETS) test(`a name is set behind ${before}`, () => assert.ok(isSetBehind(before)));
for (const before of OTHERS) test(`no name is set behind ${before}`, () => assert.not(isSetBehind(before)));

for (const [before, behind] of [
  ['{ "', '" },'],
  ['= [("', '"), ("user", "x")]'],
  ['[["', '"], ["a", "b"]]'],
  ['{ { "GlobalSettings:DataProtection:', '" }, {'],
] as const)
  test(`a name and its value are a pair between ${before} and ${behind}`, () => assert.ok(isPair(before, behind)));
for (const [before, behind] of [
  ['assertEquals("', '")'],
  ['words["', '"]'],
  ['["user", "', '"]'],
  ['{ "', '", "other" }'],
] as const)
  test(`a name and the text behind it are none between ${before} and ${behind}`, () =>
    assert.not(isPair(before, behind)));

test.run();
