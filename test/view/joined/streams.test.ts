import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('streams of events');

/** What the pieces give, and whether a value in it is sure to be one. */
function joined(text: string, value: string): readonly (string | undefined)[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)].flatMap((view) => {
    const at = view.kind === 'stream-joined' ? view.bytes.indexOf(value) : -1;
    return at < 0 ? [] : [view.joints?.trustOf({ start: at, end: at + value.length })];
  });
}

const VALUE = 'tok_9fA2kQ7xLm4Zc8Rt1Vb6';
const PIECES = ['The key: ', ...(VALUE.match(/.{1,5}/g) ?? []), ' ends'];
const events = (of: (piece: string, index: number) => object, before = 'data: ', between = '\n\n'): string =>
  PIECES.map((piece, index) => before + JSON.stringify(of(piece, index)) + between).join('');

test('the deltas of each interface are one text', () => {
  const texts = [
    events((content, n) => ({ id: `chatcmpl-${n}a`, choices: [{ index: 0, delta: { content }, finish: null }] })),
    events(
      (text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
      'event: x\ndata: ',
    ),
    events((json) => ({
      type: 'content_block_delta',
      index: 1,
      delta: { type: 'input_json_delta', partial_json: json },
    })),
    events((delta, n) => ({ type: 'response.output_text.delta', sequence_number: n, delta })),
    events((text) => ({ type: 'stream_event', event: { delta: { type: 'text_delta', text } } }), '', '\n'),
  ];
  for (const text of texts) assert.equal(joined(text, VALUE), ['sure'], text.slice(0, 80));
});

type Of = (piece: string, index: number) => object;
const list = (of: Of, indent?: number): string => JSON.stringify({ model: 'm', chunks: PIECES.map(of) }, null, indent);
const log = (of: (piece: string) => string, before = '10:00:01 DEBUG chunk: '): string =>
  PIECES.map((piece) => `${before}${of(piece)}\n`).join('');

const CHAT: Of = (content, n) => ({
  id: `c-${n}a`,
  choices: [{ index: 0, delta: { content }, finish: null }],
  pad: 'aXb',
});
const RESPONSES: Of = (delta, n) => ({
  type: 'response.output_text.delta',
  item_id: 'msg_1',
  sequence_number: n,
  delta,
});
const MESSAGES: Of = (text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const GRAPH: Of = (content, n) => ({
  event: 'on_chat_model_stream',
  run_id: 'r1',
  data: { chunk: { content, id: n } },
});
const AGENT: Of = (text) => ({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
const OLLAMA: Of = (response, n) => ({ model: 'llama', created_at: `10:11:${n}`, response, done: false });
const TOKENS: Of = (text, n) => ({ index: n, token: { id: 100 + n, text, special: false }, generated_text: null });
const PARTS: Of = (text) => ({ candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0 }] });
const ALL = [CHAT, RESPONSES, MESSAGES, GRAPH, AGENT, OLLAMA, TOKENS, PARTS];

test('events are one text in a list, behind the prefix of a log, and behind other lines', () => {
  for (const of of ALL) {
    const texts = [list(of), list(of, 2), list(of, 4), log((piece) => JSON.stringify(of(piece, 7)))];
    texts.push(`${'{"level":"info","msg":"x"}\n'.repeat(90)}${events(of, '', '\n')}`);
    for (const text of texts) assert.equal(joined(text, VALUE), ['sure'], text.slice(0, 120));
  }
});

test('what Python and JavaScript print of events is read', () => {
  const printed: ((piece: string) => string)[] = [
    (piece) => `Chunk(id='c1', choices=[Choice(delta=ChoiceDelta(content='${piece}', role=None), index=0)])`,
    (piece) => `RawContentBlockDeltaEvent(delta=TextDelta(text='${piece}', type='text_delta'), index=0)`,
    (piece) => `ResponseTextDeltaEvent(content_index=0, delta='${piece}', item_id='msg_1')`,
    (piece) => `AIMessageChunk(content='${piece}', id='run-1')`,
    (piece) => `{'id': 'c1', 'choices': [{'index': 0, 'delta': {'content': '${piece}'}}]}`,
    (piece) => `{ index: 0, delta: { content: '${piece}' }, finish_reason: null }`,
  ];
  for (const of of printed) {
    assert.equal(joined(log(of), VALUE), ['sure'], of('x'));
    assert.equal(joined(PIECES.map((piece) => of(piece)).join(', '), VALUE), ['sure'], of('x'));
  }
});

test('texts that are given in turns are told by their numbers, identifiers and prefixes', () => {
  const other = 'it was the best of times it was the worst of times it was the age of wisdom'.match(/.{1,3}/g) ?? [];
  const turns = (of: (piece: string, text: number) => string): string =>
    other.map((word, n) => of(PIECES[n] ?? '', 0) + of(word, 1)).join('');
  const texts = [
    turns((content, index) => `data: ${JSON.stringify({ choices: [{ index, delta: { content } }] })}\n\n`),
    turns(
      (content, n) => `${JSON.stringify({ id: `chat-${'ab'[n]}xyz`, choices: [{ index: 0, delta: { content } }] })}\n`,
    ),
    turns((text, n) => `${JSON.stringify({ delta: { type: 'text_delta', text }, session_id: `s-${'ab'[n]}xyz` })}\n`),
    turns(
      (delta, n) =>
        `${['web', 'api'][n]}-1  | {"type":"response.output_text.delta","delta":${JSON.stringify(delta)}}\n`,
    ),
  ];
  for (const text of texts) assert.equal(joined(text, VALUE), ['sure'], text.slice(0, 120));
});

const choice = (content: string): string => JSON.stringify({ id: 'x', choices: [{ delta: { content }, index: 0 }] });

test('the first piece and the last one are part of the text', () => {
  const pieces = VALUE.match(/.{1,5}/g) ?? [];
  for (const before of ['data: ', 'api-1  | data: ', '10:11:12 chunk ', ''])
    assert.equal(joined(pieces.map((piece) => `${before}${choice(piece)}\n\n`).join(''), VALUE), ['sure'], before);
  assert.equal(joined(JSON.stringify(pieces.map((piece) => JSON.parse(choice(piece)) as unknown)), VALUE), ['sure']);
});

test('a piece may be quoted in another way than the one before it', () => {
  const pieces = ['Use ', `tok_9fA2`, `kQ7'x`, 'Lm4Zc8Rt'];
  const text = pieces.map((piece) => `{'delta': {'content': ${piece.includes("'") ? `"${piece}"` : `'${piece}'`}}}\n`);
  assert.equal(joined(text.join(''), `tok_9fA2kQ7'xLm4Zc8Rt`), ['sure']);
});

test('pieces that no delta announces only look like one text, unless they say that it goes on', () => {
  const response = (done: boolean): string =>
    events((piece, n) => ({ at: `10:11:${n}`, response: piece.trim(), done }));
  assert.equal(joined(response(false), VALUE), ['sure']);
  assert.equal(joined(response(true), VALUE), ['unsure']);
  const whole = events((text) => ({
    candidates: [{ content: { parts: [{ text: text.trim() }] }, finishReason: 'STOP' }],
  }));
  assert.equal(joined(whole, VALUE), ['unsure']);
});

test('objects that hold texts of their own are not joined', () => {
  const own = PIECES.map((piece) => piece.trim());
  const listed = (of: Of, indent?: number): string => JSON.stringify({ model: 'm', chunks: own.map(of) }, null, indent);
  const texts = [
    listed((content) => ({ role: 'user', content })),
    listed((text) => ({ type: 'text', text })),
    listed((content) => ({ message: { content } }), 2),
    JSON.stringify(own),
    own.map((piece) => `${JSON.stringify({ type: 'user', message: { content: piece } })}\n`).join(''),
    own.map((piece) => `timedelta(days=1) content='${piece}'\n`).join(''),
  ];
  for (const text of texts) assert.equal(joined(text, VALUE), [], text.slice(0, 120));
});

const MANY = [...('Now all that is said of it in words: '.match(/.{1,5}/g) ?? []), ...PIECES];

test('strings alike are one text where some begin or end between words', () => {
  const { stringify } = JSON;
  const texts = [
    log((piece) => `0:${stringify(piece)}`, ''),
    log((piece) => `content='${piece}' id='run-1f'`, ''),
    log((piece) => `onData ${stringify(piece)}`, '[pty] '),
    log((piece) => `b'${piece}'`, 'DEBUG:read: '),
    log((piece) => `##teamcity[testStdOut name='t' out='${piece}']`, ''),
    stringify(PIECES.map((message, n) => ({ type: 'out', time: `10:00:0${n}`, message }))),
    stringify({ entries: PIECES.map((data, n) => ({ type: 'receive', time: 17.1 + n, opcode: 1, data })) }, null, 2),
    stringify({ stdout: MANY }, null, 2),
    `seq,stream,chunk\n${PIECES.map((piece, n) => `${n},stdout,${stringify(piece)}\n`).join('')}`,
    PIECES.map((piece) => `- type: content\n  text: ${stringify(piece)}\n`).join(''),
    `[${MANY.map((piece) => `b'${piece}'`).join(', ')}]`,
  ];
  for (const text of texts) {
    const spaced = text.replace(' ends', '\\n ends').replace('"The', '"  The');
    assert.equal(joined(text, VALUE), ['sure'], text.slice(0, 80));
    assert.equal(joined(`${'plain line\n'.repeat(200)}${spaced}`, VALUE), ['sure'], text.slice(0, 80));
  }
});

test('strings behind other names, and longer ones of which few are cut between words, are texts of their own', () => {
  const names = PIECES.map((piece, n) => `"key${'abcdefgh'[n]}": ${JSON.stringify(piece)}`).join(', ');
  assert.equal(joined(`{${names}}`, VALUE), []);
  assert.equal(joined(JSON.stringify({ example: PIECES }), VALUE), []);
  const lines = Array.from({ length: 40 }, (_, n) => (n === 7 ? ' indented' : `a line that stands for itself ${n}`));
  lines.splice(20, 0, ...(VALUE.match(/.{1,5}/g) ?? []));
  assert.equal(joined(lines.map((message) => `${JSON.stringify({ message })}\n`).join(''), VALUE), []);
});

test('lines of data are one text as they stand, where some begin or end between words', () => {
  const lines = (before: string): string => PIECES.map((piece) => `${before}data: ${piece}\n\n`).join('');
  assert.equal(joined(lines(''), VALUE), ['sure']);
  assert.equal(joined(lines('event: token\nid: 7\n'), VALUE), ['sure']);
  assert.equal(joined(lines('').replaceAll('\n', '\r\n'), VALUE), ['sure']);
  const parted = PIECES.map((piece, n) => `event: ${n % 2 === 0 ? 'ping' : 'token'}\ndata: ${piece}\n\n`).join('');
  assert.equal(joined(parted, VALUE), []);
  assert.equal(joined(PIECES.map((piece) => `data: ${piece.trim()}\n\n`).join(''), VALUE), []);
  const [first = '', ...rest] = VALUE.match(/.{1,5}/g) ?? [];
  const broken = `data: The key \ndata: ${first}\n\n${rest.map((piece) => `data: ${piece}\n\n`).join('')}data:  ends\n\n`;
  assert.equal(joined(broken, `The key \n${VALUE}`), ['sure']);
});

test('events of other kinds, and those that are far away, are other texts', () => {
  const other = events((text, n) => ({ type: n % 2 === 0 ? 'notice' : 'warning', text }));
  assert.equal(joined(other, VALUE), []);
  const far = events((content) => ({ delta: { content } }), `${': keep-alive\n'.repeat(800)}data: `);
  assert.equal(joined(far, VALUE), []);
});

test.run();
