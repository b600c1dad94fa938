/**
 * Well-known names of the eight surfaces, as data. Four shapes of pattern, all lower case: `tasks.json` a file name
 * (`.aws/credentials` with its folder), `*.har` the end of a file name, `junit-*.xml` its start and end, `docs/adr/` a
 * folder of one or two names anywhere in the path. `docs/surfaces.md` shows these tables to users; a test keeps the two
 * in step.
 */
import type { EvidenceSurface } from '../types.ts';

/** Patterns of each surface. */
export type NameTable = Readonly<Record<EvidenceSurface, readonly string[]>>;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** File names that indicate what a file is, in any folder. */
export const FILE_NAMES: NameTable = {
  sot: words(`
    decision.yaml decision.yml decision.json *.decision.yaml *.decision.yml *.decision.json *.adr.md *.rfc.md adr-*.md
    rfc-*.md kep.yaml *.packet.yaml *.packet.yml *.packet.json *.ipynb *.drawio *.excalidraw *.docx *.xlsx *.pptx
    *.odt *.ods`),
  task_file: words(`
    tasks.json tasks.jsonl tasks.yaml tasks.yml tasks.md backlog.md backlog.json backlog.yaml todo todo.md todo.txt
    plan.md agents.md claude.md claude.local.md gemini.md copilot-instructions.md .cursorrules .windsurfrules
    .clinerules .mcp.json mcp.json claude_desktop_config.json .aider.chat.history.md .aider.input.history
    rollout-*.jsonl pr-body.md transcript.jsonl transcript.json transcript.md *.transcript.jsonl *.prompt *.prompt.md
    prompt.md prompt.txt issues.json issues.jsonl issues.csv issue-*.json`),
  argv: words(`
    argv argv.json argv.jsonl argv.txt argv.bin *.argv *.argv.json *.argv.jsonl cmdline cmdline.txt cmdline.bin
    *.cmdline environ commands.jsonl command-line.txt .bash_history .zsh_history .zhistory .sh_history .history
    .ash_history .python_history .node_repl_history .psql_history .mysql_history .rediscli_history fish_history
    consolehost_history.txt docker-history.txt docker-history.json crontab *.crontab *.service ps.txt ps-aux.txt
    ps-ef.txt *.xtrace xtrace.txt`),
  report: words(`
    junit.xml junit-*.xml *-junit.xml *.junit.xml testng-results.xml *.trx *.tap nunit.xml xunit.xml *.sarif
    *.sarif.json lcov.info *.lcov coverage.xml cobertura.xml cobertura-coverage.xml clover.xml jacoco.xml
    coverage.json coverage-final.json coverage-summary.json mochawesome.json mochawesome.html checkstyle-result.xml
    error-context.md *-report.json *-report.html *-report.xml *-report.md *_report.json *_report.html *_report.xml
    *-results.json *-results.xml *_results.json *_results.xml test-results.json test-report.html bom.json bom.xml
    *.cdx.json *.cdx.xml *.spdx.json *.spdx allure-*.json *.ctrf.json *.jtl`),
  trace: words(`
    trace.zip trace-*.zip *-trace.zip *.trace.zip trace.json trace.jsonl *-trace.json *.trace.json traces.json
    traces.jsonl spans.json spans.jsonl *.har *.har.zip *.otlp *.otlp.json *.otlp.jsonl *.otlp.pb *.jaeger.json
    *.zipkin.json *.heapsnapshot *.heapprofile *.cpuprofile *.hprof *.pcap *.pcapng *.cap *.cast *.strace *.ltrace
    *.trace *.perfetto-trace *.pftrace *.dmp *.mdmp *.core *-trace.network *-trace.trace trace.network trace.trace
    *.cassette.yaml *.cassette.yml *.cassette.json *.mitm`),
  backend_log: words(`
    *.log *.log.txt *.log.json *.log.jsonl *.ndlog *.journal *.evtx log.txt logs.txt log.json log.jsonl logs.json
    logs.jsonl catalina.out nohup.out stdout.txt stderr.txt *.stdout *.stderr console.txt syslog dmesg`),
  generated_config: words(`
    .env .envrc .env.* *.env .npmrc .yarnrc .yarnrc.yml .pypirc .netrc _netrc pip.conf pip.ini .m2/settings.xml
    settings-security.xml gradle.properties .dockercfg .docker/config.json .dockerconfigjson kubeconfig *.kubeconfig
    .kube/config kubeconfig-* kubeconfig.* appsettings.json appsettings.*.json web.config app.config wp-config.php
    *.tfstate *.tfstate.backup *.tfvars *.tfvars.json *.tfplan tfplan tfplan.json values.yaml values.yml values-*.yaml
    values.*.yaml docker-compose.yml docker-compose.yaml docker-compose.*.yml docker-compose.*.yaml compose.yml
    compose.yaml secrets.yaml secrets.yml secrets.json secret.yaml secret.yml secret.json *.secret.yaml *.enc.yaml
    *.enc.json *.sops.yaml *.sops.json pulumi.*.yaml application.yml application.yaml application-*.yml
    application-*.yaml application.properties application-*.properties bootstrap.yml credentials.json credentials.yml
    .aws/credentials .aws/config .git-credentials .gitconfig .git/config .pgpass .my.cnf .s3cfg .boto .htpasswd
    rclone.conf cloud-init.yaml user-data cloud-config.yaml auth.json *.properties *.ini *.cnf *.conf *.plist *.pem
    *.key id_rsa id_dsa id_ecdsa id_ed25519 *.jks *.p12 *.pfx *.keystore *.ovpn generated.json generated.yaml
    *.generated.json *.generated.yaml *.generated.yml admission.json admission.yaml *.postman_environment.json
    *.postman_globals.json`),
  commit: words(`
    commit_editmsg merge_msg squash_msg tag_editmsg notes_editmsg commit-message.txt commit-msg.txt commits.txt
    commits.json git-log.txt packed-refs *.patch *.diff *.bundle *.mbox`),
};

/** Names that match a pattern above but are source, not evidence. */
export const OTHER_NAMES: readonly string[] = words(`
    package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml composer.json composer.lock
    tsconfig.json jsconfig.json cargo.toml cargo.lock go.mod go.sum pyproject.toml poetry.lock gemfile gemfile.lock
    pipfile pipfile.lock dockerfile makefile jenkinsfile license tox.ini pytest.ini setup.cfg mypy.ini desktop.ini
    alembic.ini .editorconfig doxygen.conf .env.example .env.sample .env.template .env.dist .env.schema *.example *.sample *.template *.dist info.plist
    gradle-wrapper.properties *.d.ts *.example.env *.pub.pem *.pub.key messages*.properties`);

/** Folders that a tool creates for one kind of evidence: everything in them belongs to it. */
export const TOOL_FOLDERS: NameTable = {
  sot: ['docs/sot/'],
  task_file: words(`
    .claude/ .cursor/ .tasks/ .taskmaster/ .codex/ .windsurf/ .aider/ .roo/ .clinerules/`),
  argv: [],
  report: words(`
    playwright-report/ blob-report/ test-results/ testresults/ allure-results/ allure-report/ htmlcov/ lcov-report/
    surefire-reports/ failsafe-reports/ mochawesome-report/ .vitest-reports/ .nyc_output/ cypress/screenshots/ cypress/videos/`),
  trace: [],
  backend_log: ['var/log/'],
  generated_config: [],
  commit: [],
};

/** Folders whose name indicates their content, except for source files. */
export const COMMON_FOLDERS: NameTable = {
  sot: words(`
    sot/ adr/ adrs/ rfc/ rfcs/ keps/ decisions/`),
  task_file: words(`
    tasks/ backlog/ todos/ transcripts/ prompts/`),
  argv: ['argv/', 'cmdline/'],
  report: ['reports/', 'coverage/', 'junit/'],
  trace: ['traces/', 'spans/', 'cassettes/', 'vcr_cassettes/', 'vcr-cassettes/', '__recordings__/'],
  backend_log: ['logs/', 'journal/'],
  generated_config: ['generated/', 'generated-config/', 'rendered/'],
  commit: ['patches/'],
};

/** Extensions of source code and of what is built from it. */
export const SOURCE_EXTENSIONS: readonly string[] = words(`
    ts tsx mts cts js jsx mjs cjs vue svelte astro go rs py pyi pyx rb erb java kt kts scala groovy gradle c h cc cpp cxx hpp
    hh m mm cs fs fsx vb swift dart php phtml pl pm lua r jl ex exs erl hrl clj cljs hs elm ml mli nim zig v sv vhd asm s sh
    bash zsh fish ksh ps1 psm1 bat cmd awk sed sql graphql gql proto thrift tf hcl nix bzl cmake mk css scss sass less styl
    wat coffee tcl lisp el vim sol cairo move lock`);

/** Extensions of prose and hand-written settings, where only front matter indicates evidence. */
export const PROSE_EXTENSIONS: readonly string[] = words(`
    md mdx markdown adoc asciidoc rst toml`);

/** Extensions added by compression, rotation and backups; what precedes them indicates the surface. */
export const WRAPPER_EXTENSIONS: readonly string[] = words(`
    gz bz2 xz zst lz4 lzo sz br z old orig bak`);
