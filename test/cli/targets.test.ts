import { assert, suite } from '../helpers/suite.ts';
import { run, withFolder } from './helpers.ts';

const test = suite('mentions of a Target Repository');

const TARGET = '/srv/acme/widgets';

/** A packet that writes the target down, as `targets.roots` and `targets.remotes` are made for. */
const FILES = {
  '.watertight/packet.yaml': `apiVersion: watertight/v1
kind: EvidencePacket
metadata: { id: case, owner: jp }
targets: { roots: [${TARGET}], remotes: ['https://git.acme.test/widgets.git'] }
surfaces: { commit: { required: false } }
forbid:
  - { id: no-target-path, surfaces: all, match: { class: target-path } }
`,
  'out/run.log': 'ready\n',
};

test('a packet may name its own targets', () =>
  withFolder(FILES, async (cwd) => {
    for (const command of ['scan', 'check']) assert.is((await run([command, '-q'], { cwd })).code, 0, command);
    const { out } = await run(['scan', '-q', '-f', 'json'], { cwd });
    const { allowed } = (JSON.parse(out) as { summary: { allowed: Record<string, number> } }).summary;
    assert.ok((allowed['packet'] ?? 0) >= 2, out);
  }));

test('another file may not, and no report shows what it names', () =>
  withFolder(
    { ...FILES, 'out/run.log': `cd ${TARGET}\n`, 'copy/.watertight/packet.yaml': `# ${TARGET}\n` },
    async (cwd) => {
      for (const format of ['text', 'brief', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab']) {
        const { code, out, err } = await run(['scan', '-q', '-f', format], { cwd });
        assert.is(code, 1, `${format}: ${err}`);
        assert.ok(out.includes('out/run.log') && out.includes('copy/.watertight'), format);
        assert.not.ok(out.includes(TARGET), format);
      }
    },
  ));

test.run();
