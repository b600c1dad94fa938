import type { ContentHit } from './content-hit.ts';
import { anyOf, firstLines } from './log-lines.ts';

/** Maximum length of an argv, in bytes. */
const MAX_ARGV = 4096;
const PROGRAMS =
  '(?:sudo|env|export|set|cd|curl|wget|git|docker|podman|kubectl|helm|terraform|npm|npx|yarn|pnpm|node|python3?|pip3?|bash|sh|ssh|scp|rsync|' +
  'mkdir|rm|cp|mv|cat|echo|printf|test|\\[|\\[\\[|exec|source|\\.|eval|exit|aws|gcloud|az|make|go|cargo|mvn|gradle|psql|mysql|mongosh|redis-cli|vault|ls|chmod|chown|apt-get|tar|sleep|read|local|return|trap|true)';

/** Arguments separated by NUL bytes: `/proc/<pid>/cmdline`, `xargs -0` input, or an environment block. */
export function surfaceOfNulText(text: string): ContentHit | undefined {
  const head = text.slice(0, MAX_ARGV);
  if (/[\u0001-\u0008\u000E-\u001F]/.test(head)) return undefined;
  const items = head.split('\0');
  if (text.length <= MAX_ARGV && items.at(-1) === '') items.pop();
  if (items.length < 2 || items.slice(0, 4).some((item) => item === '')) return undefined;
  const first = items[0] ?? '';
  if (items.every((item) => item === '' || /^[A-Za-z_][A-Za-z0-9_]{0,100}=/.test(item))) {
    return { surface: 'argv', what: 'NUL-separated environment' };
  }
  const isArgv = /^[\w./:\\ @+-]{1,256}$/.test(first) && items.slice(1).some((item) => /^-{1,2}[A-Za-z]/.test(item));
  return isArgv ? { surface: 'argv', what: 'NUL-separated arguments' } : undefined;
}

/** Shape of a line in a record of commands, and the minimum number of such lines. */
const SHAPES: readonly (readonly [string, RegExp, number])[] = [
  ['zsh history', /^: \d{10}:\d{1,8};/, 1],
  ['bash history with times', /^#1\d{9}$/, 1],
  ['fish history', /^- cmd: /, 1],
  ['shell trace (set -x)', new RegExp(`^\\+{1,8}(?:[^\\s+]{0,60})? (?:[A-Za-z_]\\w{0,60}=|/|${PROGRAMS}(?:\\s|$))`), 2],
  [
    'console session',
    new RegExp(`^(?:\\$|[\\w.-]{1,40}@[\\w.-]{1,60}:[^\\s$#]{1,100}[$#]) (?:[A-Z_]{1,40}=|${PROGRAMS}\\s)`),
    2,
  ],
  ['audit records of commands', /^(?:node=\S{1,60} )?type=EXECVE msg=audit\(/, 1],
  ['systemd properties', /^(?:ExecStart|ExecMainStartTimestamp|ExecMainPID|MainPID|FragmentPath)=/, 2],
];

const ANY_SHAPE = anyOf(SHAPES.map(([, shape]) => shape));

/** First lines of process lists and transcripts. */
const HEADS: readonly (readonly [string, RegExp])[] = [
  ['process list', /^(?:UID|USER) +PID +.{0,80}(?:CMD|COMMAND)/],
  ['process list', /^ *PID +TTY +.{0,40}(?:CMD|COMMAND)/],
  ['docker history', /^IMAGE +CREATED +CREATED BY +SIZE/],
  ['systemd unit', /^\[(?:Unit|Service)\]$/],
  ['PowerShell transcript', /^(?:\*{20,} ?)?Windows PowerShell transcript start/],
];

/** A record of commands as text. */
export function surfaceOfCommands(text: string): ContentHit | undefined {
  const lines = firstLines(text).filter((line) => line !== '');
  const head = HEADS.find(([, shape]) => shape.test(lines[0] ?? '') || shape.test(lines[1] ?? ''));
  if (head) return { surface: 'argv', what: head[0] };
  const shaped = lines.filter((line) => ANY_SHAPE.test(line));
  if (shaped.length * 4 < lines.length) return undefined;
  for (const [what, shape, least] of SHAPES) {
    const hits = shaped.reduce((count, line) => count + (shape.test(line) ? 1 : 0), 0);
    if (hits >= least && hits * 4 >= lines.length) return { surface: 'argv', what };
  }
  return undefined;
}
