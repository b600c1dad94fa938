import { isSetBehind } from '../../../src/detect/generic/methods.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('isSetBehind()');

const SETS =
  'os.Setenv(" props.put(\' System.setProperty("app. define(\' localStorage.setItem(\' ENV.fetch(" flag.String(" parser.add_argument("-- conf.set(" @Value(" os.getenv("'.split(
    ' ',
  );
const OTHERS = 'assertEquals(" hash(" verify(" md5(\' connect(" reset(" budget(" ["'.split(' ');

for (const before of SETS) test(`a name is set behind ${before}`, () => assert.ok(isSetBehind(before)));
for (const before of OTHERS) test(`no name is set behind ${before}`, () => assert.not(isSetBehind(before)));

test.run();
