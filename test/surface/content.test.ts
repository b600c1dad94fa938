import * as fc from 'fast-check';
import { surfaceOfContent } from '../../src/surface/content.ts';
import type { Surface } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('surface/content');

const ID = '0123456789abcdef0123456789abcdef01234567';

/** Heads of files by what they are and the surface that they show; `none` leaves it open. */
const HEADS: readonly (readonly [string, Surface | 'none', string])[] = [
  // Documents
  ['MADR front matter', 'sot', '---\nstatus: accepted\ndate: 2026-05-31\ndecision-makers: jp\n---\n# Queues\n'],
  [
    'front matter after viewer lines',
    'sot',
    '61 lines\n3.2 KiB\nMarkdown\n---\n|\n|\ntitle: A\nlifecycle_classification: sot\nowner: jp\n---\n|\n',
  ],
  ['front matter with CRLF', 'sot', '---\r\nstatus: draft\r\n---\r\nText\r\n'],
  ['front matter with a list', 'sot', '---\ntitle: A\ndeciders:\n  - jp\n  - ann\n---\n'],
  ['front matter of a blog post', 'none', '---\ntitle: Hello\ntags: [a]\ndraft: false\n---\nHi\n'],
  ['front matter without an end', 'none', '---\nstatus: accepted\n\nText\n'],
  ['a rule line in prose', 'none', 'Intro\n\n---\n\nstatus of things is fine\n\n---\n'],
  ['draw.io', 'sot', '<mxfile host="app"><diagram></diagram></mxfile>'],
  ['a decision record', 'sot', 'id: D-1\ndecision_status: not_decided\n'],
  ['an evidence packet', 'sot', 'apiVersion: watertight/v1\nkind: EvidencePacket\nforbid:\n  - id: x\n'],
  ['an evidence packet without prohibitions', 'sot', '# Ours\napiVersion: watertight/v1\nkind: EvidencePacket\n'],
  ['a whole decision record', 'sot', 'apiVersion: watertight/v1\nkind: DecisionRecord\nid: D-1\n'],
  // Reports
  [
    'JUnit',
    'report',
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by x -->\n<testsuites tests="1"><testsuite name="a"/></testsuites>',
  ],
  ['JUnit with one suite', 'report', '\uFEFF<testsuite name="a" tests="2">'],
  [
    'TRX',
    'report',
    '<?xml version="1.0"?><TestRun id="1" xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">',
  ],
  ['NUnit', 'report', '<test-run id="2" result="Passed">'],
  ['Cobertura', 'report', '<?xml version="1.0" ?><!DOCTYPE coverage SYSTEM "x.dtd"><coverage line-rate="0.9">'],
  ['CycloneDX XML', 'report', '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">'],
  ['Playwright HTML', 'report', '<!DOCTYPE html>\n<html><head><title>Playwright Test Report</title>'],
  ['pytest HTML', 'report', '<!DOCTYPE html><html><body><div id="data-container" data-jsonblob="{}">'],
  ['coverage HTML', 'report', '<!doctype html><html><head><title>Code coverage report for All files</title>'],
  ['JMeter', 'report', '<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n'],
  ['Lighthouse', 'report', '{"userAgent":"x","lighthouseVersion":"12.0.0","requestedUrl":"https://a.test/"}'],
  ['SARIF', 'report', '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}}}]}'],
  ['Jest', 'report', '{"numFailedTests":0,"numTotalTests":4}'],
  ['Playwright JSON', 'report', '{"config":{"configFile":"a","rootDir":"b","projects":[]},"suites":[]}'],
  ['Allure result', 'report', '{"uuid":"1","historyId":"2","fullName":"a.b","status":"passed"}'],
  ['ESLint', 'report', '[{"filePath":"/a.ts","messages":[],"errorCount":0}]'],
  ['a secret scanner', 'report', '[{"RuleID":"x","File":"a","StartLine":1}]'],
  ['SPDX', 'report', '{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT"}'],
  ['TAP', 'report', 'TAP version 13\n1..2\nok 1 - a\n'],
  ['lcov', 'report', 'TN:\nSF:src/a.ts\nDA:1,1\n'],
  // Traces
  ['HAR', 'trace', '{"log":{"version":"1.2","creator":{"name":"x"},"entries":[]}}'],
  ['a cassette of vcrpy', 'trace', 'interactions:\n- request:\n    body: null\n    headers: {}\n'],
  ['a cassette of VCR', 'trace', '---\nhttp_interactions:\n- request:\n    method: get\n'],
  [
    'a cassette of go-vcr',
    'trace',
    '---\nversion: 2\ninteractions:\n    - id: 0\n      request:\n        proto: HTTP/1.1\n',
  ],
  ['a cassette of Betamax', 'trace', '{"http_interactions":[{"recorded_at":"2026-05-31","request":{"body":""}}]}'],
  ['what nock recorded', 'trace', '[{"scope":"https://a.test:443","method":"GET","path":"/","body":"","status":200}]'],
  ['stubs of WireMock', 'trace', '{"mappings":[{"request":{"method":"GET"},"response":{"status":200}}]}'],
  ['a stub of WireMock', 'trace', '{"id":"1","request":{"method":"GET","url":"/"},"response":{"status":200}}'],
  ['a simulation of Hoverfly', 'trace', '{"data":{"pairs":[{"request":{},"response":{}}]},"meta":{}}'],
  ['interactions of something else', 'none', 'interactions:\n- name: hover\n  request: none\n'],
  ['a span of Zipkin', 'trace', '{"traceId":"1","id":"2","name":"get","timestamp":1}'],
  ['OTLP', 'trace', '{"resourceSpans":[{"resource":{"attributes":[]}}]}'],
  ['Jaeger', 'trace', '{"data":[{"traceID":"1","spans":[]}]}'],
  ['Zipkin', 'trace', '[{"traceId":"1","id":"2","name":"get"}]'],
  ['Chrome trace', 'trace', '[{"name":"a","ph":"X","ts":1,"pid":1}]'],
  ['CPU profile', 'trace', '{"nodes":[{"id":1,"callFrame":{"functionName":"a"}}]}'],
  ['heap snapshot', 'trace', '{"snapshot":{"meta":{"node_fields":["type"]}}}'],
  ['asciicast', 'trace', '{"version": 2, "width": 80, "height": 24}\n[0.1, "o", "hi"]\n[0.2, "o", "ho"]\n'],
  ['Playwright network', 'trace', '{"type":"resource-snapshot","snapshot":{"request":{"url":"https://a"}}}\n'],
  ['LangSmith run', 'trace', '{"id":"1","run_type":"llm","inputs":{},"outputs":{}}'],
  ['strace', 'trace', 'execve("/bin/ls", ["ls"], 0x7ff /* 20 vars */) = 0\nbrk(NULL) = 0\n'],
  ['terminal recording', 'trace', 'Script started on 2026-05-31 10:00:00+00:00\n$ ls\n'],
  // Commands
  ['NUL-separated arguments', 'argv', 'node\0server.js\0--port\x008080\0'],
  ['NUL-separated environment', 'argv', 'PATH=/bin\0HOME=/root\0'],
  ['one argument with a NUL', 'none', 'node\0'],
  ['an option alone with a NUL', 'none', '--port\0'],
  ['empty items among the first', 'none', 'node\0\0--port\x008080\0'],
  ['an empty argument further on', 'argv', 'node\0a\0--name\0b\0\0--port\0'],
  ['too few commands among other lines', 'none', `# ${'x\n'.repeat(7)}$ git log\n$ npm ci\n`],
  ['enough commands among other lines', 'argv', `# ${'x\n'.repeat(6)}$ git log\n$ npm ci\n`],
  ['a list of files with NULs', 'none', 'a.txt\0b.txt\0c d.txt\0'],
  ['a binary with NULs', 'none', '\u007FELF\u0002\u0001\u0001\0\0\0\0-x\0'],
  ['an argv array', 'argv', '["curl","-sS","https://example.test"]'],
  ['an array of words', 'none', '["red","green","blue"]'],
  ['recorded commands', 'argv', '{"argv":["node","a.js"],"cwd":"/srv"}\n{"argv":["ls"],"cwd":"/"}\n'],
  ['Node diagnostic report', 'argv', '{"header":{"reportVersion":3,"commandLine":["node","a.js"]}}'],
  ['image config', 'argv', '{"architecture":"amd64","history":[{"created":"x","created_by":"/bin/sh -c #(nop) CMD"}]}'],
  ['zsh history', 'argv', ': 1700000000:0;ls -la\n: 1700000001:0;cd /srv\n'],
  ['fish history', 'argv', '- cmd: ls\n  when: 1700000000\n- cmd: pwd\n  when: 1700000002\n'],
  ['bash history', 'argv', '#1700000000\nls\n#1700000001\npwd\n'],
  ['set -x', 'argv', "+ set -e\n+ curl -fsS https://example.test/health\n++ date\n+ NOW='x'\nok\n"],
  ['a list with plus signs', 'none', '+ Faster start\n+ Better messages\n+ Node 22\n'],
  [
    'process list',
    'argv',
    'UID          PID    PPID  C STIME TTY          TIME CMD\nroot 1 0 0 10:00 ? 00:00:00 init\n',
  ],
  [
    'systemctl show',
    'argv',
    'Type=simple\nExecStart={ path=/bin/a ; argv[]=/bin/a -v ; }\nMainPID=12\nExecMainPID=12\n',
  ],
  ['auditd', 'argv', 'type=EXECVE msg=audit(1700000000.1:2): argc=2 a0="ls" a1="-l"\n'],
  ['docker history', 'argv', 'IMAGE          CREATED       CREATED BY      SIZE      COMMENT\nabc 2 days ago CMD 0B\n'],
  // Task files
  ['agent settings', 'task_file', '{"permissions":{"allow":["Bash(ls:*)"]}}'],
  ['MCP settings', 'task_file', '{"mcpServers":{"a":{"command":"npx","args":[]}}}'],
  [
    'agent transcript',
    'task_file',
    '{"parentUuid":null,"sessionId":"1","type":"user","message":{"role":"user","content":"hi"},"timestamp":"2026"}\n{"type":"assistant","message":{"role":"assistant"},"timestamp":"2026"}\n',
  ],
  ['chat messages', 'task_file', '{"model":"m","messages":[{"role":"user","content":"hi"}]}'],
  ['task list', 'task_file', '{"tasks":[{"id":1,"title":"Write docs","status":"open"}]}'],
  ['YAML task list', 'task_file', '# plan\ntasks:\n  - id: 1\n    title: Write docs\n'],
  ['issue export', 'task_file', '[{"number":7,"title":"A","body":"B","labels":[]}]'],
  ['Jira export', 'task_file', '{"issues":[{"key":"A-1","fields":{"summary":"x","status":{}}}]}'],
  ['a Taskfile of go-task', 'none', "version: '3'\ntasks:\n  build:\n    cmds: [go build]\n"],
  // Logs
  ['ISO timestamps', 'backend_log', '2026-05-31T10:00:00.123Z INFO started\n2026-05-31T10:00:01.001Z WARN slow\n'],
  [
    'Python logging',
    'backend_log',
    '2026-05-31 10:00:00,123 - app - INFO - up\nTraceback (most recent call last):\n  File "a"\n2026-05-31 10:00:01,123 - app - ERROR - x\n',
  ],
  ['one line', 'backend_log', '[2026-05-31 10:00:00] production.ERROR: boom'],
  [
    'CRI',
    'backend_log',
    '2026-05-31T10:00:00.000000000Z stdout F hello\n2026-05-31T10:00:00.000000001Z stderr P part\n',
  ],
  ['syslog', 'backend_log', 'May 31 10:00:00 host sshd[12]: Accepted\nMay 31 10:00:01 host cron[9]: x\n'],
  ['syslog RFC 5424', 'backend_log', '<34>1 2026-05-31T10:00:00Z host app - ID47 - msg\n'],
  ['nginx', 'backend_log', '10.0.0.1 - - [31/May/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "curl"\n'],
  [
    'klog',
    'backend_log',
    'I0531 10:00:00.000000       1 main.go:42] starting\nW0531 10:00:00.000001       1 main.go:43] slow\n',
  ],
  ['levels', 'backend_log', 'INFO:root:started\nWARNING:root:slow\n'],
  ['bracketed levels', 'backend_log', '[INFO] Scanning for projects...\n[INFO] \n[INFO] - done\n[INFO] | x\n'],
  [
    'logfmt',
    'backend_log',
    'ts=2026-05-31T10:00:00Z level=info msg="up"\nts=2026-05-31T10:00:01Z level=warn msg="slow"\n',
  ],
  [
    'colours',
    'backend_log',
    '\u001B[32m2026-05-31 10:00:00\u001B[0m INFO up\n\u001B[32m2026-05-31 10:00:02\u001B[0m INFO ok\n',
  ],
  ['JSON lines', 'backend_log', '{"level":"info","msg":"up","time":1}\n{"level":"warn","msg":"slow","time":2}\n'],
  ['one JSON line', 'backend_log', '{"severity":"INFO","message":"up","timestamp":"2026"}\n'],
  ['an error as JSON', 'none', '{"message":"not found","code":404}'],
  ['Docker', 'backend_log', '{"log":"up\\n","stream":"stdout","time":"2026"}\n'],
  ['CloudWatch', 'backend_log', '{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":"x"}]}'],
  ['journald', 'backend_log', '__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\nMESSAGE=up\n'],
  [
    'GitHub Actions',
    'backend_log',
    '2026-05-31T10:00:00.0000000Z ##[group]Run npm ci\n2026-05-31T10:00:00.1000000Z npm ci\n',
  ],
  ['IIS', 'backend_log', '#Software: Microsoft Internet Information Services 10.0\n#Fields: date time\n'],
  ['Windows events', 'backend_log', '<Events><Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">'],
  ['a changelog', 'none', '2026-05-31  Ann\n\n\t* a.c: fix\n'],
  ['a table of measurements', 'none', '2026-05-31 10:00:00,1.5,2.5\n2026-05-31 10:00:01,1.6,2.4\n'],
  ['errors in prose', 'none', 'Error handling is described here.\nInfo about it follows.\n'],
  // Settings
  ['environment file', 'generated_config', '# made by x\nPORT=80\nexport HOST=a\n'],
  ['Kubernetes manifest', 'generated_config', '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n'],
  ['kubeconfig', 'generated_config', 'clusters:\n- cluster: {}\ncontexts: []\nusers: []\n'],
  ['Kubernetes JSON', 'generated_config', '{"apiVersion":"v1","kind":"List","items":[]}'],
  ['one container of docker inspect', 'argv', '{"Id":"1","Path":"sh","Args":["-c","x"],"State":{"Status":"running"}}'],
  [
    'an environment of Postman',
    'generated_config',
    '{"id":"1","values":[{"key":"a","value":"b"}],"_postman_variable_scope":"environment"}',
  ],
  ['Terraform state', 'generated_config', '{"version":4,"terraform_version":"1.8.0","serial":3,"lineage":"x"}'],
  ['docker config', 'generated_config', '{"auths":{"https://index.docker.io/v1/":{}}}'],
  ['sops', 'generated_config', 'db: ENC[AES256_GCM,data:x]\nsops:\n    version: 3.8.1\n'],
  ['INI', 'generated_config', '[server]\nhost = a\nport = 1\n\n[client]\nuser = b\n'],
  ['cloud-init', 'generated_config', '#cloud-config\nusers:\n  - name: a\n'],
  [
    'Maven settings',
    'generated_config',
    '<?xml version="1.0"?><settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">',
  ],
  ['Ansible vault', 'generated_config', '$ANSIBLE_VAULT;1.1;AES256\n6261\n'],
  ['a CI workflow', 'none', 'name: ci\non: push\njobs:\n  a:\n    runs-on: x\n'],
  ['OpenAPI', 'none', '{"openapi":"3.1.0","info":{"title":"x"},"paths":{}}'],
  // Commits
  ['commit object', 'commit', `tree ${ID}\nparent ${ID}\nauthor A <a@example.test> 1700000000 +0000\n`],
  ['tag object', 'commit', `object ${ID}\ntype commit\ntag v1\n`],
  ['git log', 'commit', `commit ${ID} (HEAD -> main)\nAuthor: A <a@example.test>\n`],
  ['mailed patch', 'commit', `From ${ID} Mon Sep 17 00:00:00 2001\nFrom: A\n`],
  ['patch', 'commit', 'diff --git a/a b/a\nindex 1..2 100644\n'],
  ['bundle', 'commit', `# v2 git bundle\n${ID} refs/heads/main\n\nPACK`],
  ['LFS pointer', 'commit', 'version https://git-lfs.github.com/spec/v1\noid sha256:x\nsize 1\n'],
  // Neither
  ['prose', 'none', 'Hello.\n\nThis is a text about logs, traces and reports.\n'],
  ['HTML', 'none', '<!DOCTYPE html><html><head><title>Home</title></head>'],
  ['SVG', 'none', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
  ['CSV', 'none', 'name,age\nann,3\n'],
  ['JSON data', 'none', '{"name":"x","items":[1,2,3]}'],
  ['JSON schema', 'none', '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{}}'],
  ['an empty file', 'none', ''],
  ['white space', 'none', ' \n\n'],
];

for (const [what, surface, text] of HEADS) {
  test(`${what} is ${surface}`, () =>
    assert.is(surfaceOfContent(Buffer.from(text), false)?.surface ?? 'none', surface));
}

test('prose is evidence by its front matter alone', () => {
  assert.is(
    surfaceOfContent(Buffer.from('2026-05-31T10:00:00Z INFO a\n2026-05-31T10:00:00Z INFO b\n'), true),
    undefined,
  );
  assert.is(surfaceOfContent(Buffer.from('---\nstatus: proposed\n---\n'), true)?.surface, 'sot');
});

test('a JUnit file says so in words of ours', () => {
  assert.is(surfaceOfContent(Buffer.from('<testsuites>'), false)?.what, 'JUnit root element <testsuites>');
});

test('any bytes get an answer and none throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, prose) => void surfaceOfContent(bytes, prose)),
  );
});

const HOSTILE: readonly (readonly [string, string])[] = [
  ['open brackets', '[{"a":'.repeat(11_000)],
  ['comments', '<!--'.repeat(16_000)],
  ['elements', '<!a>'.repeat(16_000)],
  ['keys', 'a: \n'.repeat(16_000)],
  ['sections', '[a]\n'.repeat(16_000)],
  ['spaces', ' '.repeat(65_536)],
  ['tasks', 'tasks:\n'.repeat(9000)],
  ['time stamps', '2026-05-31 '.repeat(6000)],
  ['parents', `tree ${ID}\n${`parent ${ID}\n`.repeat(1000)}`],
  ['fields', 'level='.repeat(11_000)],
  ['escapes', '\u001B['.repeat(30_000)],
  ['backslashes', `{"${'\\'.repeat(60_000)}`],
  ['plus signs', '+'.repeat(60_000)],
  ['front matter', `---\n${'status: x\n'.repeat(6000)}`],
];

for (const [what, text] of HOSTILE) {
  test(`64 KiB of ${what} take less than 20 ms`, () => {
    const bytes = Buffer.from(text);
    surfaceOfContent(bytes, false);
    let best = Infinity;
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      surfaceOfContent(bytes, false);
      best = Math.min(best, performance.now() - start);
    }
    assert.ok(best < 20);
  });
}

test.run();
