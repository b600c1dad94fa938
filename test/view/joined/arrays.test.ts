import { assert, suite } from '../../helpers/suite.ts';
import { viewsOf } from '../../helpers/views.ts';

const test = suite('arrays that a call joins');

const VALUE = 'tok_9fA2kQ7xLm4Zc8Rt1Vb6';
const [A, B, C] = [VALUE.slice(0, 8), VALUE.slice(8, 16), VALUE.slice(16)];
const isJoined = (text: string): boolean => viewsOf('concat', text).some(({ bytes }) => bytes.includes(VALUE));

test('members that stand below each other are joined, as templates of CloudFormation have them', () => {
  assert.ok(isJoined(`a: !Join\n  - ''\n  - - 'id ${A}'\n    - '${B}'\n    - ${C}\nb: 1\n`));
  assert.ok(isJoined(`a:\n  Fn::Join:\r\n  - ""\r\n  - - "id ${A}"\r\n    - !Sub "${B}"\r\n    - "${C}"\r\n`));
});

test('with a text between them, other members between, or in other columns, they are not', () => {
  assert.not.ok(isJoined(`a: !Join\n  - ','\n  - - '${A}'\n    - '${B}'\n    - '${C}'\n`));
  assert.not.ok(isJoined(`a: !Join\n  - ''\n  - - '${A}'\n    - !Ref X\n    - '${B}${C}'\n`));
  assert.not.ok(isJoined(`a: !Join\n  - ''\n  - - '${A}'\nb:\n  - '${B}${C}'\n`));
});

test.run();
