import type { EvidenceSurface } from '../types.ts';
import { outlineJson, type JsonOutline } from './json-outline.ts';
import type { ContentHit } from './content-hit.ts';

/** Key paths that together identify a format: all of `all` must be present. */
interface JsonSignature {
  readonly surface: EvidenceSurface;
  readonly what: string;
  readonly all: readonly string[];
}

/**
 * Formats by their keys, the most specific first. `[]` stands for any item. Sources: HAR 1.2, OTLP/JSON
 * (opentelemetry.io/docs/specs/otlp), cassettes of VCR, stubs of WireMock and Hoverfly, nock, Jaeger and Zipkin JSON,
 * Chrome trace events, CPU profiles and heap snapshots of V8, asciicast v2, Playwright traces and reports, SARIF 2.1.0,
 * CycloneDX, SPDX, CTRF, Allure, Jest, ESLint, Trivy, gitleaks, output of Cucumber, k6, Bruno, Locust, dbt, promptfoo
 * and Great Expectations, responses of Elasticsearch, Loki and Datadog, events of Sentry, GitHub and Jira exports, Node
 * diagnostic reports, OCI image config and runtime spec, Terraform state and plan, Kubernetes, Docker.
 */
const SIGNATURES: readonly JsonSignature[] = [
  ...signatures('trace', [
    ['HAR keys', 'log.version', 'log.creator'],
    ['HAR keys', 'log.version', 'log.entries'],
    ['recorded exchanges', 'http_interactions[].request'],
    ['recorded exchanges', 'interactions[].request'],
    ['recorded exchanges', 'mappings[].request', 'mappings[].response'],
    ['recorded exchanges', 'data.pairs[].request'],
    ['recorded exchanges', '[].scope', '[].method', '[].path'],
    ['recorded exchanges', 'request.method', 'response.status'],
    ['OTLP keys', 'resourceSpans'],
    ['OTLP keys', 'resourceMetrics'],
    ['OTLP keys', 'resourceLogs'],
    ['Jaeger keys', 'data[].traceID'],
    ['Zipkin keys', '[].traceId', '[].id'],
    ['Zipkin keys', 'traceId', 'id', 'timestamp'],
    ['Chrome trace events', 'traceEvents'],
    ['Chrome trace events', '[].ph', '[].ts'],
    ['CPU profile keys', 'nodes[].callFrame'],
    ['heap snapshot keys', 'snapshot.meta'],
    ['Playwright trace events', 'type', 'snapshot.request'],
    ['Playwright trace events', 'type', 'browserName', 'platform'],
    ['LLM trace keys', 'observations[].traceId'],
    ['LLM trace keys', 'context.trace_id', 'context.span_id'],
    ['LLM trace keys', '[].context.trace_id', '[].context.span_id'],
    ['LLM trace keys', 'traceId', 'type', 'input'],
    ['LLM trace keys', '[].traceId', '[].type', '[].input'],
    ['LLM trace keys', 'run_type', 'inputs'],
    ['LLM trace keys', '[].run_type', '[].inputs'],
    ['trace keys', 'traceId', 'spanId', 'name'],
    ['trace keys', '[].traceId', '[].spanId'],
  ]),
  ...signatures('report', [
    ['SARIF keys', 'runs[].tool'],
    ['watertight report', 'schema', 'tool.rulesDigest'],
    ['Playwright report keys', 'config.projects', 'config.configFile'],
    ['Playwright report keys', 'suites[].specs'],
    ['Jest keys', 'numTotalTests'],
    ['Jest keys', 'numFailedTests'],
    ['Mocha keys', 'stats.suites', 'stats.tests'],
    ['CTRF keys', 'results.tool', 'results.summary'],
    ['Allure keys', 'historyId', 'fullName'],
    ['Allure keys', 'uuid', 'testCaseId'],
    ['pytest keys', 'tests[].nodeid'],
    ['Newman keys', 'collection', 'run.stats'],
    ['k6 keys', 'root_group', 'metrics'],
    ['k6 keys', 'metric', 'type', 'data.time'],
    ['k6 keys', 'metric', 'type', 'data.contains'],
    ['Cucumber keys', '[].elements[].steps'],
    ['Cucumber messages', 'meta.protocolVersion'],
    ['Bruno keys', '[].iterationIndex', '[].results'],
    ['Locust keys', '[].num_requests', '[].num_failures'],
    ['dbt keys', 'metadata.dbt_schema_version'],
    ['promptfoo keys', 'evalId', 'results.version'],
    ['Great Expectations keys', 'results[].expectation_config'],
    ['Lighthouse keys', 'lighthouseVersion', 'requestedUrl'],
    ['CycloneDX keys', 'bomFormat'],
    ['SPDX keys', 'spdxVersion', 'SPDXID'],
    ['ESLint keys', '[].filePath', '[].messages'],
    ['Trivy keys', 'SchemaVersion', 'ArtifactName'],
    ['secret scanner keys', '[].RuleID', '[].File'],
    ['secret scanner keys', 'SourceMetadata', 'DetectorName'],
    ['GitLab report keys', 'version', 'vulnerabilities'],
    ['detect-secrets baseline', 'plugins_used', 'results'],
  ]),
  ...signatures('argv', [
    ['Node diagnostic report', 'header.commandLine'],
    ['Node diagnostic report', 'header.reportVersion'],
    ['image config history', 'history[].created_by'],
    ['docker inspect keys', '[].Config.Cmd'],
    ['docker inspect keys', 'Path', 'Args', 'State.Status'],
    ['docker inspect keys', '[].Path', '[].Args', '[].State.Status'],
    ['docker inspect keys', '[].Config.Env'],
    ['OCI runtime spec', 'ociVersion', 'process.args'],
    ['recorded argv', 'argv'],
    ['recorded argv', '[].argv'],
    ['recorded argv', 'command', 'cwd', 'env'],
    ['recorded argv', 'cmdline', 'pid'],
    ['recorded argv', '[].cmdline', '[].pid'],
  ]),
  ...signatures('task_file', [
    ['agent settings', 'permissions.allow'],
    ['agent settings', 'mcpServers'],
    ['agent transcript', 'sessionId', 'message.role'],
    ['agent transcript', 'parentUuid', 'type'],
    ['agent transcript', 'messages[].role', 'messages[].content'],
    ['agent transcript', 'timestamp', 'type', 'payload.type'],
    ['agent transcript', 'role', 'content'],
    ['agent transcript', '[].role', '[].content'],
    ['task list', 'tasks[].title'],
    ['task list', 'tasks[].description'],
    ['task list', 'tasks[].status'],
    ['task list', 'master.tasks[].title'],
    ['task list', 'todos[].content'],
    ['issue export', 'number', 'title', 'body'],
    ['issue export', '[].number', '[].title', '[].body'],
    ['issue export', 'issues[].title'],
    ['issue export', 'issues[].fields.summary'],
    ['issue export', 'fields.summary', 'fields.status'],
  ]),
  ...signatures('generated_config', [
    ['Terraform state', 'terraform_version', 'serial'],
    ['Terraform state', 'terraform_version', 'lineage'],
    ['Terraform plan', 'format_version', 'planned_values'],
    ['Kubernetes manifest', 'apiVersion', 'kind'],
    ['docker config', 'auths'],
    ['.NET settings', 'ConnectionStrings'],
    ['service account key', 'client_email', 'private_key'],
    ['sops file', 'sops'],
    ['Pulumi deployment', 'deployment.resources'],
    ['Postman environment', 'values[].key', '_postman_variable_scope'],
  ]),
  ...signatures('backend_log', [
    ['Docker log lines', 'log', 'stream', 'time'],
    ['CloudWatch export', 'logEvents[].message'],
    ['CloudWatch export', 'events[].ingestionTime'],
    ['journald export', '__REALTIME_TIMESTAMP'],
    ['dbt log lines', 'info.level', 'info.msg'],
    ['Sentry event', 'exception.values[].type', 'exception.values[].value'],
    ['Sentry envelope', 'event_id', 'sent_at'],
    ['Elasticsearch answer', 'hits.hits[]._source'],
    ['Loki answer', 'data.result[].stream', 'data.result[].values'],
    ['Loki lines', 'labels', 'line', 'timestamp'],
    ['Datadog export', 'data[].attributes.message', 'data[].attributes.status'],
    ['Cloud Logging entries', 'logName', 'insertId'],
    ['Cloud Logging entries', '[].logName', '[].insertId'],
  ]),
];

const LEVEL_KEYS = [
  'level',
  'severity',
  'lvl',
  'levelname',
  'loglevel',
  'log_level',
  'severity_text',
  'log.level',
  '@l',
  '@level',
];
const MESSAGE_KEYS = ['msg', 'message', 'event', 'log', '@m', '@mt', '@message', 'short_message'];
const TIME_KEYS = ['time', 'timestamp', 'ts', 't', '@timestamp', '@t', 'datetime', 'asctime', 'eventTime'];

/** Formats whose text begins with `{` or `[`. */
export function surfaceOfJson(text: string): ContentHit | undefined {
  const outline = outlineJson(text);
  const log = jsonLog(outline);
  if (log) return log;
  const signature = SIGNATURES.find(({ all }) => all.every((path) => outline.paths.has(path)));
  if (signature) return { surface: signature.surface, what: signature.what };
  if (isCast(outline)) return { surface: 'trace', what: 'asciicast header' };
  if (isArgv(outline)) return { surface: 'argv', what: 'array of command-line arguments' };
  return undefined;
}

/** JSON lines with a message and a level or a time; a single object must have all three to count as a log. */
function jsonLog({ paths, documents }: JsonOutline): ContentHit | undefined {
  const has = (keys: readonly string[]): number => (keys.some((key) => paths.has(key)) ? 1 : 0);
  const isMessage = has(MESSAGE_KEYS);
  const parts = isMessage + has(LEVEL_KEYS) + has(TIME_KEYS);
  const isTranscript = paths.has('message.role') || paths.has('message.content');
  if (isMessage === 0 || isTranscript || parts < (documents > 1 ? 2 : 3)) return undefined;
  return { surface: 'backend_log', what: 'JSON log lines (level, message, time)' };
}

function isCast({ paths, documents, strings }: JsonOutline): boolean {
  return paths.has('version') && paths.has('width') && paths.has('height') && documents > 1 && strings.length > 0;
}

/** `["curl", "-H", …]`: a program's name first, a flag among the rest. */
function isArgv({ strings, paths }: JsonOutline): boolean {
  const program = strings[0] ?? '';
  return (
    paths.size === 0 &&
    /^[\w./:\\-]{1,64}$/.test(program) &&
    strings.slice(1).some((item) => /^-{1,2}[A-Za-z]/.test(item))
  );
}

function signatures(surface: EvidenceSurface, rows: readonly (readonly [string, ...string[]])[]): JsonSignature[] {
  return rows.map(([what, ...all]) => ({ surface, what, all }));
}
