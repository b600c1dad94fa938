import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { expandContainer, sniffContainer } from '../../../src/view/containers.ts';
import { makeXar } from '../../helpers/packed-archives.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { token } from '../../cli/helpers.ts';
import { blobOf, contextOf, scanBlobs, told } from '../../scan/helpers.ts';
import { expand, memoryBlob } from '../expand.ts';

const test = suite('XAR archives');
const FILES: Readonly<Record<string, string>> = {
  'xar:a.txt': 'small sample '.repeat(6),
  'xar:dir/b.txt': 'more of it, and another line',
};
/** What bsdtar writes: stored, gzip (which is zlib), bzip2, xz, lzma. */
const SAMPLES: readonly string[] = [
  'eGFyIQAcAAEAAAAAAAACFgAAAAAAAAZrAAAAAXicpZXJjqMwEIbv/RSIO+2FsEUOfZsnyFzmZuwisQZwBE6UzNOPMZCQrZPRREiUy38tdn0K7OtYV94B2k7pZuWTT+x70AgtVbNZ+T/XP4LU/8o/2JG3+YfHjBb25THRAjc2IjCqhpxiGgeEBCFeU7KMFssFZeha4oK2IH53+9rrzKmCld9tOfH7HY/psuzA5Jih0XLeTv3pkzPkjD4FmnK4Vakq8JS0bY9pGm5L8U9zNAw523nNaQd5r2XImc6pGi0hJxSTLE1siWHttiQclIBG53GE6YKh89rt1r0Oxwu7UZ9D9kr2zfevYd1Bm7da2z6c6ZybQbSZRJtW73ejarCdWzy6U7zEi1/2+NNl2j4uMkzss8ZW0z9WVl9k/Jts/CKT3HBneayCZmO2eZIyNJqDf5wMvR7SOKVePU3J+iaEplHz3a5SwvGAtDBggs5YPmofjQG8FVt1ABk8hkTEAFhKWcYlFUkag8RploD94QRTECmRSZzx2J7pNtHU0dG03Fb+/wr3mYYrRNMdMtTDdk0onRMqVXvHp/WBMLo9zSE9h4f+eAwXVdwQ/hjxG8bJnPEXkD+m/A7zx5zfgf6M9HdRf5f1d2Gf037Gnd7gfuY9S695n/6WroD/d+JfIh+FYSEwlkJIXBRhxtMijSIgIszSEkvOyygraEyfIv+a+fdLPGF+Bv2c+smyMPbfC4bc1+Mv8Dnj83bWhsU6WCWF2u/UvhLD3qidGe0vc21hbGwgc2FtcGxlIHNtYWxsIHNhbXBsZSBzbWFsbCBzYW1wbGUgc21hbGwgc2FtcGxlIHNtYWxsIHNhbXBsZSBzbWFsbCBzYW1wbGUgbW9yZSBvZiBpdCwgYW5kIGFub3RoZXIgbGluZXicpZXJjqMwEIbv/RSIO+2FsEUO',
  'eGFyIQAcAAEAAAAAAAACRgAAAAAAAAZfAAAAAXiclZXNkqIwEMfv8xQUdyZfEBIrMrd9Aveyt5AETa2CBdHSefoNERS/Rteiik7n351O969EfB0262hv2s429TxGnzCOTK0abevlPP69+JWw+Kv4EAfZFh+RcI3yr0io1kjnIxJnN6bAENMEoYTABUazLJ2lWIBrSQhaGfW3222izh3XZh53K4nificSTVV1xhVQgMEK3s5+98kFCEafAow5wqqyaxNZ7cse0tTSHyU/3cEJEOzgdcetKXqtAMEMTls32hQIQ8RZ7o84rcOWNnurTN0UNIM4FeC8DrubXgdp6jc255Cd1X3x/eu07kxbtE3j6whmcC5PouUoWrbNbjuoTnZwq0c9hTOY/vHXH5vp67jIIPLPAnpN/3jZ5iKTP2STF5mWTgYrEmtTL92q6G8+mCf/MBl8PaRhSjm7TMn7RoTGUcvtdm1V4AEckuW33cZgkMpWreze6OQxHkqnCGcV1jCFGS015RRyLBkmKSuJwbiqFJK5L/Yu0VjLwbVSuecnUGOg1rqiFVY5o0ZDxnPjfzCH2CiGdE65pALcZzo1D4zdE6DH7JpNPGVT2/aOTO8zyjXtcYrnOZzEwzVCVHnD9mO4b+hGU7pf4P2Y7zvAHxN+h/gzxt+F/F3K38V8yvkZdHID+pn0vgVT0sc/pCvU/4f1l7DnLCtJxTXVOWMVJxzzTBFdZjnXSqXKaAJlSrOnsL+mPSOkVBD6dBqWJeGSlSzLDFKEswpqKauMl5jip7RPcJ/yPloew/4bIUD4YvwDzc7dS056STUxCXhueiDxg776696v/897eJwrzk3MyVEoTswtyElVKKaUAwCJAx0jeJzLzS9KVchPU8gs0VFIzEsB4vySjNQihZzMvFQAjlgJ/niclZXNkqIwEMfv8xQUdyZfEBIr',
  'eGFyIQAcAAEAAAAAAAACRgAAAAAAAAZhAAAAAXiclZXNkqMgEMfv8xSW9wwNfmGKOLd9guxlbwhtQm2iKSWpZJ5+kWi+M8laVtk0/24a+lcivvbrVbDDtjNNPQvpJ4QB1qrRpl7Mwt/zXxMefhUfYi/b4iMQtlHuEwjVorQuYmLNGgsGLJ1QOolgzug0iacxE+Ra4oOWqP5223XQ2cMKZ2G3lDTsZwLRVFWHtgBBBst7O/PdJxfEG30KMubwo8qsMDDalT2kqaVbSn7avRXE295rDxsseq0g3vROUzcaC8qA5jxzSxzHfkrjziismyJNgMWCnMZ+dt3rII3dxPoUsjW6L77/HMcdtkXbNK4Ob3rn4ihajKJF22w3g+poe7d6dKYwhfiP2/54mK6Oswyoe+fgNP3rZOuzTP6QTZ5lWlrprUCssF7YZZEkggzm0T90hl03aehSxs9dcr4RobHVcrNZGeV5IPtJ+W02LCSDVrZqaXaoJ4/5YFkSS2CMI+duF1HEJYvjqpRKlZRzhmXFKMbKbec20VjM3rZS2acrqBQRtNZVWjGV8RQ18DxD90AGDBWnOktzmQpyn+l4emQ8PkF6zq7hZJdwatPeoel8qGzTHi75PIVH4bANH1XewP2Y7hu86SXeL/h+DPgd4Y8Rv2P8GeTvUv4u5u9yfgn6ifSUXpN+Qj1LrlEf/0hXrP8X7C9pzyFGTR3YIHmpszJXGHNIIIorkJXDkmc8UiCf0v4a9ySKSgWgldJQllHuFuJJglRFOa9AS1kleclS9hT3C94vgR8tx2F/Swji74x/bMrdihDL+wuzLaqDW2fas/F1iyGdIRUDQlpoNjFBWSZTWSi9wMsAACaRgEAAIgZIACAAMQwAio9GkGDg0YDRowfDg0HhdyRThQkCi9wMsEJaaDYxQVkmU1kRbvWPAAAIkYBABCdnlAAgADEAAAiepp5Ro9IJLVqHoVZajfmJujxD4u5IpwoSAi3eseB4nJWVzZKjIBDH7/MUlvcMDX5hig==',
  'eGFyIQAcAAEAAAAAAAACQwAAAAAAAAZcAAAAAXicjZXNkqMgEMfv8xSW9wwNImKKOLd9gtnL3hAwsTbRlJKUmadfRE3M1yaWVTbNv5uG/pWIr263DY6macu6WoX4E8LAVKrWZbVehb+/fy14+JV9iE422UcgbK3cJxCqMdK6iIUtdyYjQNgC40UE3wQvY7qkRKBriQ/aGPW3PeyC1p62ZhW2G4nDfiYQdVG0xmYg0Gh5b1v+9MkF8kafAk05/KgotyYotSt7TFNJt5T8tJ0VyNvea097k/VagbzpnWVVa5NhAjjliVtiGPspbY6lMlWdsRgIFeg89rO7XgeMuondOeRQ6r74/jOMW9NkTV27OrzpnetBtJ5E66Y+7EfVYHu3enSmsAT6x21/OkxXx0UG2L3f4DT962S7i0z+J5u8yLS00luB2JpqbTcZd6WO5uAfO0OumzR2KeGXLjnfhNDUarnfb0vleUDdovsJ0SiUjdqUR6MXj+FQilJMIWaGMUxxFEcp5SlOOJMqTQsFSkosk9jt5TbRVElnG6ns8xWYMaC1LlhBlMtrNPA0Me6BBIhRHOuEpZIJdJ9pODo0nZ1APWTXZJI5mbps7rh0PqNs3ZzmcJ7Do3Dcho/Kb8h+jPYN23jO9gu4H9N9h/djvu8Af0b4u4i/y/i7kM8pv2BOrzE/c47hBvTpf3RF+vuov2TdLUipozB2MGowsZKUR4XEBctJBByKiGlVyOQp669hj6MoVwBaKQ15HqWS5zyODVZRygvQUhZxmhNGnsI+o32O+2Q5CvsLQiB/XfwDExTbxejsnhzhi3PUZ0mdF7wQfRQLCjoD/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ABNABNdADmbSEfPp8lSQjX7tnx1tZ+jAAAAAPGDOyFJ7TbMAAEvTtHh/qMftvN9AQAAAAAEWVr9N3pYWgAABObWtEYCACEBFgAAAHQv5aMBABttb3JlIG9mIGl0LCBhbmQgYW5vdGhlciBsaW5lAIb6/euXrI3OAAE0HJMarY8ftvN9AQAAAAAEWVp4nI2VzZKjIBDH7/MUlvcMDSJiig==',
  'eGFyIQAcAAEAAAAAAAACRwAAAAAAAAZfAAAAAXiclZXNkqMgEMfv8xSW9wwfCkKKOLd9gtnL3hDaxNqoKSWpZJ5+kWg+Jskka1lF0/y7aehfqfrY1+toB11ftc0iJu84jqAxra2a5SL+/flrJuKP/E3tdZe/Rcq1xg+RMh1o5yNmrqohp5jyGSGzBH9SMmfpPKUKXUtC0ArM335bR707rGER9ytN4mElUm1Z9uByrNBoBW9ffQ3JFQrGkAJNOcKsrNYQVdaXPaZptN9Kv7u9UyjYwesOG8gHrULBDM6qaS3khGIiRea3OM7DkoVdZaBpc84wTRU6zcNqPegwT/1CfQrZVnYofhiO8x66vGtbX0cwg3N5FC0n0bJrt5tRdbSD29y7UzzH6R9//OkyfR1nGSb+/cReM7xeVp9l+ods+iyz2ulgRWoNzdKt8kQqNJpH/9gZet2ksUuZOHfJ+yaEplbrzWZdmcAD2s/WX7WO0SjVnVlVO7Cz+3gUKdMSREk0sTbFJGFSy8IkQtMk04RkKS1YajxwN4mmWvau08Y93MFwAGytLXlJTSY4WCxkBv7BGaZgBLEZl5ordJvpeHlouj2FBsyu2aSXbNqquyHT+8C4tjtc4nkKT+LxGCGq+Mb2fbi/0U0u6X6C932+bwC/T/gN4o8YfxXyVyl/FfNLzk+gM3IN+ol0Jq9Jnz5IV6j/D+tPYbcYOGcEPOpYlCljWSpS7hkEaXipjaBUYs3Lh7A/p50lSWEwtsZYXBSJ1KIQjAExiRQltlqXTBaU04e0X+B+yftkeQyHf4RC4Y/xD1wU3VsfEEMp4YUWsrwY+xLfviqRd9hlr10AAIAA//////////8AOZtIR8+nyVJCNfu2fHW1oEu1D///sK4AAF0AAIAA//////////8ANpvKquS7uwAp4eoP+m5HBqDB67lQClgnFxO/6MJzC///aRwAAHiclZXNkqMgEMfv8xSW9wwfCkKK',
];

async function inside(bytes: Buffer, budget?: Budget): Promise<string[]> {
  const { blobs, skips } = await expand(memoryBlob(bytes), 'xar', budget);
  return [
    ...blobs
      .filter(({ view }) => view !== 'xar:toc' && view !== 'xar:rest')
      .map(({ view, bytes: data, loss }) => `${view}=${data.toString()}${loss === undefined ? '' : `!${loss}`}`),
    ...skips.map(({ view, reason }) => `${view.join('>')}!${reason}`),
  ];
}

interface Part {
  readonly offset?: number;
  readonly length?: number;
  readonly size?: number;
  readonly style?: string;
  readonly more?: string;
}

function dataOf({
  offset = 0,
  length = 4,
  size = length,
  style = 'application/octet-stream',
  more = '',
}: Part): string {
  const place = `<offset>${offset}</offset><length>${length}</length><size>${size}</size>`;
  return `<data>${place}<encoding style="${style}"/>${more}</data>`;
}

const fileOf = (name: string, inner: string): string =>
  `<file id="1">${inner}<type>file</type><name>${name}</name></file>`;

for (const [index, sample] of SAMPLES.entries()) {
  const archive = Buffer.from(sample, 'base64');

  test(`what bsdtar writes (sample ${index}) gives its members, and says so where it is cut or damaged`, async () => {
    assert.is(sniffContainer(archive), 'xar');
    const expected = Object.entries(FILES).map(([step, text]) => `${step}=${text}`);
    assert.equal(await inside(archive), expected);
    const assertTold = async (bytes: Buffer, what: string): Promise<void> => {
      const found = await inside(bytes, new Budget(0, { floor: 2 ** 20 }));
      const isWhole = expected.every((one) => found.includes(one));
      assert.ok(isWhole || found.some((one) => one.includes('!')), `${what}: ${found.join()}`);
    };
    for (let at = 5; at < archive.length; at++) {
      await assertTold(archive.subarray(0, at), `cut at ${at}`);
      const damaged = Buffer.from(archive);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      await assertTold(damaged, `damage at ${at}`);
    }
  });
}

test('folders, links and names with escapes are told, extended attributes are members', async () => {
  const attribute = '<ea id="0"><name>com.apple.note</name><offset>4</offset><length>4</length><size>4</size></ea>';
  const inner = `${dataOf({})}${attribute}`;
  const link = '<file id="3"><link type="file">../else&amp;where</link><type>symlink</type><name>l</name></file>';
  const folder = `<file id="2"><type>directory</type><name>d &amp; &#101;</name>${fileOf('x', inner)}${link}</file>`;
  const events: string[] = [];
  for await (const event of expandContainer(
    memoryBlob(makeXar(folder, Buffer.from('textnote'))),
    'xar',
    new Budget(0),
    0,
  )) {
    if (event.kind === 'name') events.push(`${event.name.view.join('>')} -> ${event.name.target ?? ''}`);
    else if (event.kind === 'blob') events.push(event.blob.view.join('>'));
  }
  assert.equal(events, [
    'xar:toc',
    'xar:d & e -> ',
    'xar:d & e/x',
    'xar:d & e/x:com.apple.note',
    'xar:d & e/l -> ../else&where',
  ]);
});

const digest = (text: string): string => createHash('sha1').update(text).digest('hex');

const checked = (text: string): string => `<extracted-checksum style="SHA1">${digest(text)}</extracted-checksum>`;

test('what cannot be unpacked, lies outside, or is another size or digest is said', async () => {
  const heap = Buffer.from('text');
  const told1 = async (part: Part): Promise<string[]> => inside(makeXar(fileOf('a', dataOf(part)), heap));
  assert.equal(await told1({ style: 'application/x-unheard' }), ['xar:a!unsupported-format']);
  assert.equal(await told1({ offset: 2 }), ['xar:a=xt!truncated']);
  assert.equal(await told1({ length: 5000 }), ['!corrupt']);
  assert.equal(await told1({ size: 5 }), ['xar:a=text!corrupt']);
  assert.equal(await told1({ more: checked('text') }), ['xar:a=text']);
  assert.equal(await told1({ more: checked('else') }), ['xar:a=text!corrupt']);
  assert.equal(await inside(makeXar('<file><data><offset>x</offset></data></file>', heap)), ['!corrupt']);
});

test('members that share data, and a table that says a large size, end it', async () => {
  const heap = deflateSync(Buffer.alloc(1_000_000));
  const zeros = dataOf({ length: heap.length, size: 1_000_000, style: 'application/x-gzip' });
  const archive = makeXar(fileOf('a', zeros).repeat(50), heap);
  assert.is((await inside(archive)).at(-1), '!corrupt');
  const budget = new Budget(0, { floor: 2 ** 19 });
  assert.equal(
    (await inside(makeXar(fileOf('a', zeros), heap), budget)).map((one) => one.replace(/\0+/, '')),
    ['xar:a=!too-expanded', '!too-expanded'],
  );
  const huge = makeXar('');
  huge.writeBigUInt64BE(2n ** 40n, 16);
  assert.equal(await inside(huge), ['!too-large']);
});

test('a table of contents that is deep or full of tags takes no time', async () => {
  const before = process.cpuUsage().user;
  await inside(makeXar(`${'<file><name>aaaaaaaaaaaaaaaaaaaa</name>'.repeat(20_000)}${'</file>'.repeat(20_000)}`));
  await inside(makeXar('<a b'.repeat(500_000)));
  await inside(makeXar('<file '.repeat(500_000)));
  assert.ok(process.cpuUsage().user - before < 5e6);
});

test('what no file names is a member, and a value is found by its step', async () => {
  const secret = token('xar');
  const text = `words\nkey ${secret}\n`;
  const packed = deflateSync(text);
  const heap = Buffer.concat([packed, Buffer.from('z'.repeat(50))]);
  const file = fileOf('app.env', dataOf({ length: packed.length, size: text.length, style: 'application/x-gzip' }));
  const archive = makeXar(`<file><type>directory</type><name>conf</name>${file}</file>`, heap);
  assert.equal(await inside(archive), [`xar:conf/app.env=${text}`, `xar:unused=${'z'.repeat(50)}`]);
  const result = await scanBlobs([blobOf('x.pkg', archive)], contextOf());
  assert.equal(result.findings.map(told), ['gitlab-pat x.pkg > xar:conf/app.env:2:5']);
});

test.run();
