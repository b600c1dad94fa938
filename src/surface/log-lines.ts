import type { ContentHit } from './content-hit.ts';

/** Each line is examined only up to this length, so that no line makes a pattern slow. */
const MAX_LINE = 256;
const MAX_LINES = 40;

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const LEVEL = '(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|PANIC|SEVERE)';

/** Shapes of one line. Based on RFC 3164 and 5424, klog's header, the Kubernetes CRI log format, and the nginx and Apache docs. */
const SHAPES: readonly (readonly [string, RegExp])[] = [
  ['CRI log lines', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) [FP] /],
  [
    'log lines with timestamps',
    /^[[(]?\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?[\])]?:?[ \t|]+\S/,
  ],
  ['syslog lines', new RegExp(`^(?:<\\d{1,3}>)?${MONTH} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\S{1,100} [^\\s:]{1,100}: `)],
  ['syslog lines (RFC 5424)', /^<\d{1,3}>1 (?:\d{4}-\d\d-\d\dT|- )/],
  [
    'access log lines',
    new RegExp(`^\\S{1,60} \\S{1,40} \\S{1,60} \\[\\d\\d/${MONTH}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\\] "`),
  ],
  ['error log lines', new RegExp(`^\\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} \\d\\d \\d\\d:\\d\\d:\\d\\d`)],
  ['klog lines', /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} +\d{1,10} [\w.-]{1,80}:\d{1,6}\]/],
  [
    'log lines with levels',
    new RegExp(`^\\[?(?:${LEVEL}|${LEVEL.toLowerCase()})\\]?(?::|[ \\t]+[|[\\-:]|[ \\t]+\\d|\\t)`),
  ],
  ['log lines with times', new RegExp(`^\\[?\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?\\]? +\\[?${LEVEL}\\b`)],
  ['logfmt lines', /^(?=.{0,200}\b(?:level|lvl|severity)=)(?=.{0,200}\b(?:msg|message|ts|time)=)[\w.@-]{1,60}=/],
  ['Fluent Bit records', /^\[\d{1,8}\] [\w.*-]{1,60}: \[{1,2}\d{10}\./],
  [
    'CI job log',
    /^(?:section_start:\d{1,12}:|##teamcity\[|##\[(?:group|section|command|error|warning)\]|::(?:group|error|warning|debug)[ :])/,
  ],
];

const ANY_SHAPE = anyOf(SHAPES.map(([, shape]) => shape));

/** A pattern that matches where any of the given ones does: most lines have no shape at all, which one test shows. */
export function anyOf(shapes: readonly RegExp[]): RegExp {
  return new RegExp(shapes.map(({ source }) => source).join('|'));
}

/** Texts at the start of a log that identify its kind by themselves. */
const HEADS: readonly (readonly [string, string])[] = [
  ['#Software: Microsoft', 'IIS W3C log'],
  ['#Version: 1.0\n#Date:', 'W3C log'],
  ['__CURSOR=', 'journald export'],
  ['__REALTIME_TIMESTAMP=', 'journald export'],
  ['-- Logs begin at', 'journalctl output'],
  ['-- Journal begins at', 'journalctl output'],
  ['Running with gitlab-runner ', 'CI job log'],
  ['Started by user ', 'Jenkins console'],
  ['Started by timer', 'Jenkins console'],
  ['Started by upstream project ', 'Jenkins console'],
  ['Started by an SCM change', 'Jenkins console'],
  ['PLAY [', 'Ansible output'],
  ['\nPLAY [', 'Ansible output'],
  ['ansible-playbook [core ', 'Ansible output'],
  ['Input Notebook:  ', 'papermill output'],
];

/** A log identified by its first characters; a journald export may have binary fields after them. */
export function surfaceOfLogHead(text: string): ContentHit | undefined {
  const head = HEADS.find(([start]) => text.startsWith(start));
  return head && { surface: 'backend_log', what: head[1] };
}

/** Log text: a telling head, or at least half of the first lines (two or more, if there are that many) in the shape of one log format. */
export function surfaceOfLog(text: string): ContentHit | undefined {
  const head = surfaceOfLogHead(text);
  if (head) return head;
  const lines = firstLines(text);
  const full = lines.filter((line) => line !== '' && !/^(?:[ \t]|Caused by: |Traceback |#(?!#[[t]))/.test(line));
  const shaped = full.filter((line) => ANY_SHAPE.test(line));
  if (shaped.length * 2 < full.length) return undefined;
  for (const [what, shape] of SHAPES) {
    const hits = shaped.reduce((count, line) => count + (shape.test(line) ? 1 : 0), 0);
    if (hits > 0 && hits >= Math.min(2, lines.length) && hits * 2 >= full.length)
      return { surface: 'backend_log', what };
  }
  return undefined;
}

/** For the last text requested: several formats examine its lines. */
let last: { readonly text: string; readonly lines: readonly string[] } = { text: '', lines: [] };

/** The first lines of a text, each cut to a maximum length and without colours. */
export function firstLines(text: string): readonly string[] {
  if (last.text !== text) last = { text, lines: linesOf(text) };
  return last.lines;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n', MAX_LINES + 1);
  if (lines.length > MAX_LINES || lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    const start = line.slice(0, MAX_LINE).replace(/\r$/, '');
    return start.includes('\u001B') ? start.replace(/\u001B\[[\d;]{0,20}[A-Za-z]/g, '') : start;
  });
}
