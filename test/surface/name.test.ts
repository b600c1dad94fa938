import * as fc from 'fast-check';
import { COMMON_FOLDERS, FILE_NAMES, SOURCE_EXTENSIONS, TOOL_FOLDERS } from '../../src/surface/names.ts';
import { isProse, surfaceOfName } from '../../src/surface/name.ts';
import { EVIDENCE_SURFACES, type Surface } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('surface/name');

/** Paths by the surface that their names tell; `open` leaves the question to the content. */
const PATHS: Readonly<Record<Surface | 'open', string>> = {
  sot: `docs/sot/cto-case-provider-decision-packet-issues.md docs/adr/0007-use-queues.md doc/adr/0001-record.md adr/0003.adoc
    docs/rfcs/0012-limits.rst rfcs/text.md decisions/2026-05.md docs/decisions/CTO-WORK-024.decision.yaml keps/sig/1.md
    notes/x.decision.json design/flow.drawio notebooks/fit.ipynb export/plan.docx export/costs.xlsx docs/sot/sub/deep/p.pdf
    a/b/cto.packet.yaml ./docs/sot/notes.txt DOCS/SOT/README.MD ADR-0001-title.md kep.yaml sot/build.json docs/sot/example.py`,
  task_file: `tasks.json .vscode/tasks.json tasks.yaml backlog.md TODO TODO.md todo.txt AGENTS.md sub/CLAUDE.md GEMINI.md
    .claude/settings.local.json .claude/hooks/pre.sh .claude/projects/p/1f.jsonl .cursor/rules/a.mdc .cursorrules .mcp.json
    .tasks/12.md tasks/0012-migrate.md .taskmaster/state.json .codex/config.toml rollout-2026-05-31T10.jsonl plan.md
    .github/copilot-instructions.md transcripts/run-7.jsonl prompts/review.txt issues.json exports/issue-42.json pr-body.md
    run.transcript.jsonl summary.prompt.md .aider.chat.history.md claude_desktop_config.json`,
  argv: `argv.json runs/7/argv.jsonl runs/7/cmdline proc/4711/cmdline proc/4711/environ cmdline/worker.bin runs/7/cmdline/1
    .bash_history home/u/.zsh_history .local/share/fish/fish_history ConsoleHost_history.txt .psql_history crontab
    etc/systemd/system/api.service ps-aux.txt build.xtrace docker-history.txt worker.cmdline step.argv.json argv.txt
    .node_repl_history root.crontab`,
  report: `junit.xml reports/junit.xml out/junit-2.xml api-junit.xml results.trx unit.tap lint.sarif lint.sarif.json lcov.info
    coverage.xml coverage/index.html coverage-final.json playwright-report/index.html playwright-report/data/app.js
    test-results/login/error-context.md allure-results/1-result.json allure-report/data/x.js htmlcov/index.html
    target/surefire-reports/TEST-a.B.xml mochawesome.json gitleaks-report.json trivy_report.json smoke-results.xml sbom.cdx.json
    app.spdx.json bom.xml reports/case-stage2/7.json reports/summary.pdf gl-secret-detection-report.json nunit.xml
    junit.xml.gz TestResults/run.coverage`,
  trace: `trace.zip runs/7/trace.zip runs/7/traces/12.json trace.json trace.json.gz login-trace.zip spans.jsonl network.har
    NETWORK.HAR session.har.zip collector.otlp.json batch.otlp heap.heapsnapshot main.cpuprofile dump.hprof wire.pcap
    wire.pcapng demo.cast run.strace calls.ltrace 0-trace.network 0-trace.trace crash.dmp app.perfetto-trace
    test-results/login/trace.zip api.jaeger.json out.zipkin.json traces/otel/batch-1.pb`,
  backend_log: `app.log logs/api.json logs/today.txt runs/7/logs/api var/log/syslog var/log/auth.log.2.gz app.log.1 app.log.3.gz
    app.log-20260531 app.log.2026-05-31 access.log-20260531.gz app.log.bz2 worker.log.zst syslog.1 dmesg.0 nohup.out
    catalina.out server.stdout stderr.txt app.log.json system.journal events.evtx var/log/nginx/custom reports/server.log
    log.txt console.txt app.log.old`,
  generated_config: `.env .env.local .env.production .env.bak app/prod.env .npmrc .pypirc .netrc pip.conf .docker/config.json
    .dockercfg kubeconfig cluster.kubeconfig .kube/config kubeconfig-prod appsettings.json appsettings.Production.json web.config
    wp-config.php terraform.tfstate terraform.tfstate.backup prod.tfvars plan.tfplan charts/api/values.yaml values-prod.yaml
    docker-compose.yml compose.yaml docker-compose.prod.yml k8s/secret.yaml application.yml application-prod.properties
    gradle.properties .m2/settings.xml .aws/credentials .git-credentials .pgpass my.cnf nginx.conf php.ini tls.pem server.key
    id_ed25519 generated/app.yaml rendered/all.json runs/7/config.generated.json admission.json Pulumi.prod.yaml auth.json
    cloud-init.yaml rclone.conf site.plist`,
  commit: `COMMIT_EDITMSG .git/COMMIT_EDITMSG MERGE_MSG TAG_EDITMSG 0001-fix.patch change.diff repo.bundle packed-refs
    commit-message.txt git-log.txt patches/series list.mbox commits.json 0001-fix.patch.gz`,
  other: `trace.ts log.go src/trace.ts lib/logger.py report.rs junit.java tasks.rb argv.c env.ts commit.js har.ts reports/build.py
    logs/rotate.sh traces/collect.go tasks/deploy.ts docs/adr/tool.py generated/client.ts src/generated/api.go package.json
    package-lock.json sub/tsconfig.json Dockerfile Makefile Cargo.toml go.sum pyproject.toml .env.example .env.sample tox.ini
    setup.cfg .editorconfig LICENSE messages_de.properties reports/package.json yarn.lock main.tf query.sql style.css`,
  open: `README.md CHANGELOG.md docs/guide.md report.json data.json results.csv output.txt config.toml index.html report.html
    notes.txt archive.zip bundle.tgz blob.bin image.png core logs trace report sample.yaml deploy.yml settings.json
    history.md test.xml changelog.Debian.gz printf.3.gz copyright`,
};

for (const [surface, paths] of Object.entries(PATHS)) {
  for (const path of paths.trim().split(/\s+/)) {
    test(`${path} is ${surface}`, () => assert.is(surfaceOfName(path)?.surface ?? 'open', surface));
  }
}

test('a reason names the pattern, not the path', () => {
  assert.is(surfaceOfName('runs/customer-7/network.har')?.reason, 'name: *.har');
  assert.is(surfaceOfName('playwright-report/data/x')?.reason, 'name: playwright-report/**');
  assert.is(surfaceOfName('a/trace.ts')?.reason, 'name: *.ts is source code');
});

test('every pattern of the tables finds a name made from it', () => {
  for (const surface of EVIDENCE_SURFACES) {
    for (const pattern of FILE_NAMES[surface]) {
      assert.is(surfaceOfName(`a/${pattern.replace('*', 'thing')}`)?.surface, surface, pattern);
    }
    for (const folder of [...TOOL_FOLDERS[surface], ...COMMON_FOLDERS[surface]]) {
      assert.is(surfaceOfName(`a/${folder}b/c`)?.surface, surface, folder);
    }
  }
});

test('no pattern stands under two surfaces', () => {
  const all = EVIDENCE_SURFACES.flatMap((surface) => [
    ...FILE_NAMES[surface],
    ...TOOL_FOLDERS[surface],
    ...COMMON_FOLDERS[surface],
  ]);
  assert.equal(all, [...new Set(all)]);
});

test('source code in a common folder stays other', () => {
  for (const extension of SOURCE_EXTENSIONS)
    assert.is(surfaceOfName(`logs/x.${extension}`)?.surface, 'other', extension);
});

test('any path gets an answer and none throws', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (path) => void surfaceOfName(path)));
});

test('what a folder says counts for no other folder', () => {
  const asked = ['logs/x', 'x', 'logs', 'a/logs/x', 'a/x', '/x', 'LOGS/x', '.aws/config', 'aws/config', 'config'];
  const [log, config, open] = ['backend_log', 'generated_config', undefined] as const;
  const expected = [log, open, open, log, open, open, log, config, open, open];
  const order = [...asked.keys()].flatMap((first) => [...asked.keys()].flatMap((next) => [first, next]));
  for (const at of order) assert.is(surfaceOfName(asked[at] ?? '')?.surface, expected[at], asked[at]);
});

test('names of object properties are no patterns', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'a/hasOwnProperty'])
    assert.is(surfaceOfName(name), undefined);
});

test('a long name takes less than 50 µs', () => {
  const path = `${'folder-with.dots_and-dashes/'.repeat(20)}${'a-b_c.'.repeat(40)}txt`;
  let best = Infinity;
  for (let batch = 0; batch < 20; batch++) {
    const start = performance.now();
    for (let round = 0; round < 200; round++) surfaceOfName(path);
    best = Math.min(best, (performance.now() - start) / 200);
  }
  assert.ok(best < 0.05);
});

test('prose is told by its extension', () => {
  assert.ok(isProse('a/README.md'));
  assert.ok(isProse('a/guide.ADOC'));
  assert.not(isProse('a/notes.txt'));
});

test.run();
