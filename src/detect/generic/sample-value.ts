import { isAllRuns } from '../placeholder.ts';
import { shapeOf } from '../wordlike.ts';

const UNIT_AGAIN = /^(?<unit>.{4,40}?)\k<unit>+$/;
const UNIT_THRICE = /^(?<unit>.{3,40}?)\k<unit>{2,}$/;

/** `metricsmetricsmetrics`, `secretsecret`: a repeated word. */
function isWordAgain(text: string): boolean {
  const unit = UNIT_AGAIN.exec(text)?.groups?.['unit'] ?? UNIT_THRICE.exec(text)?.groups?.['unit'];
  return unit !== undefined && /[a-z]/i.test(unit) && shapeOf(unit).random === 0;
}

/** Words that occur only in sentences: a passphrase consists of names of things. */
const FUNCTION_WORDS =
  /^(?:a|an|the|is|be|are|was|it|its|in|on|of|to|for|at|by|as|or|if|not|no|do|does|dont|must|should|can|cannot|will|with|without|this|that|my|your|me|you|i|we|has|have|avoid|use|wrong)$/;

/** `must_be_eight_characters`, `avoid-plaintext-passwords`, `i like cheese`: words of a sentence. */
function isStatement(text: string): boolean {
  return /^[a-z]+(?:[-_ ][a-z]+){1,9}$/.test(text) && text.split(/[-_ ]/).some((word) => FUNCTION_WORDS.test(word));
}

/** Words for a credential or its hash, and words that follow them in variable names. */
const NAMED =
  /^(?:[a-z]+[-_])*(?:(?:pw|pwd|pass|passwd|password|passphrase|passcode|key|token|secret)[-_](?:val|value|str|string|text|var|arg|bytes|hex|input|field))$|^(?:[a-z]+[-_])+(?:passphrase|hash|digest)$/;

/** Shorter texts made only of runs do not arise by chance; longer ones show the form of a token and are reported as such. */
const LEAST_RUNS = 12;
const MOST_RUNS = 19;

/** `abc123def456` */
function isCounted(text: string): boolean {
  return text.length >= LEAST_RUNS && text.length <= MOST_RUNS && isAllRuns(text.toLowerCase());
}

/** `PutYourOwnPwdHere`, `enter-a-strong-one`, `PasswordGoesHere`: instructions to the reader. */
const INSTRUCTION =
  /^(?:put|enter|insert|type|paste|choose|pick|supply|provide|specify|fill)[-_ ]?(?:in[-_ ]?)?(?:your|the|an?|my|strong|some)(?:[-_ ]|(?=[A-Z]))[-_ A-Za-z]{2,40}$|^[A-Za-z][-_ A-Za-z]{2,40}(?:[-_ ]here|[a-z]Here|[A-Z]_HERE)$/;

const ESCAPED_NUL = /\\(?:u0000|x00)/;

/** `examplepassword`: a self-declared sample. */
const SAMPLE_WORD = /example(?:user)?[-_]?(?:pass|pwd|secret)|placeholder/i;

/** Words of tests: the subject, a stand-in, irrelevant or wrong, with a number. */
const TEST_WORD =
  /^(?:testing|tester|tested|unused|irrelevant|plaintext|(?:some|any|another|other|second|third|different)[-_]?pass(?:word)?|(?:some|diff|other)[-_]?salt|mock(?:ed)?[-_]?(?:value|pass(?:word)?|secret|token|key|data|user|id)?|(?:does|do)[-_.]?(?:n[o']?t)[-_.]?matter|(?:wrong|incorrect|invalid)(?:[-_]?(?:pass(?:word|wd)?|pwd|pw|secret|token|key))?|no[nt]?[-_]?(?:match|correct|right)|other[-_]?value)[-_]?\d{0,3}$/i;

/** `pw-slash-after`, `token_with_blanks`: the subject of a test case. */
const CASE = /^(?:pw|pwd|pass|passwd|password|secret|token)(?:[-_][a-z]+[\d]?){2,}$/;

/** Whether a typed text is a sample: a sentence, a repeated word, the name of a variable. */
export function isTypedSample(text: string): boolean {
  return (
    NAMED.test(text) ||
    SAMPLE_WORD.test(text) ||
    TEST_WORD.test(text) ||
    CASE.test(text) ||
    INSTRUCTION.test(text) ||
    ESCAPED_NUL.test(text) ||
    isCounted(text) ||
    isWordAgain(text) ||
    isStatement(text)
  );
}
