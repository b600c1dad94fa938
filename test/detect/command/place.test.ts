import { argumentPlace } from '../../../src/detect/command/place.ts';
import { assert, suite } from '../../helpers/suite.ts';

const VALUE = ['Zk7Qw9L', 'mXt3Rb'].join('');

function placeIn(template: string): unknown {
  const text = template.replace('{S}', VALUE);
  const start = text.indexOf(VALUE);
  const place = argumentPlace(text, { start, end: start + VALUE.length });
  return place && [place.field, place.option ?? ''].join(' ').trim();
}

const test = suite('detect/command/place');

const CASES: readonly (readonly [string, string, string])[] = [
  ['a list in JSON', '{"argv":["importer","--token","{S}"],"cwd":"/"}', 'argv[2] --token'],
  ['a list in a string of JSON', '{"log":"[\\"importer\\",\\"--token={S}\\"]"}', 'argv[1] --token'],
  ['NUL bytes', '/usr/bin/importer\0--host\0q\0--password\0{S}\0-v\0', 'argv[4] --password'],
  ['an environment', 'HOME=/root\0TOKEN={S}\0A=b\0', 'env.TOKEN'],
  ['zsh history', ': 1780000021:0;curl -u ann:{S} https://files.test', 'argv[2] -u'],
  ['fish history', '- cmd: importer --token {S}', 'argv[2] --token'],
  ['a trace of a shell', '++ TOKEN={S} importer', 'env.TOKEN'],
  ['a second command of a line', "$ cd x && mysql -p'{S}' orders", 'argv[1] -p'],
  ['ps aux', 'root  4711  0.1  0.2 1023 2044 ? S 10:15 0:00 importer --key {S} -v', 'argv[2] --key'],
  ['ps -ef', 'root  4711  1  0 10:15 ?  00:00:00 importer --key {S}', 'argv[2] --key'],
  ['systemctl show', 'ExecStart={ path=/usr/bin/a ; argv[]=/usr/bin/a --key {S} ; pid=1 }', 'argv[2] --key'],
  ['a unit', 'ExecStart=/usr/bin/importer --key={S}', 'argv[1] --key'],
  ['audit records', 'type=EXECVE msg=audit(1.2:3): argc=3 a0="x" a1="--password" a2="{S}"', 'argv[2] --password'],
  ['a step of a CI log', '2026-05-31T10:00:00.12Z ##[command]/usr/bin/docker login -p {S} hub', 'argv[3] -p'],
  ['crontab', '*/5 * * * * root importer --token {S} >/dev/null', 'argv[2] --token'],
  ['a Dockerfile', 'RUN importer --token {S} x && rm y', 'argv[2] --token'],
  ['a string of JSON', '{"cmd": "importer --token {S} --x"}', 'argv[2] --token'],
  ['execve of strace', 'execve("/usr/bin/mysql", ["mysql", "-p{S}"], 0x7ff) = 0', 'argv[1] -p'],
];
for (const [what, template, expected] of CASES)
  test(`names the argument of ${what}`, () => {
    assert.is(placeIn(template), expected);
  });

test('says nothing of a text that is one word', () => {
  assert.is(placeIn('{S}'), undefined);
});

test.run();
