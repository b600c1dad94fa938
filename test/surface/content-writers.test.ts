import { surfaceOfContent } from '../../src/surface/content.ts';
import type { Surface } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('surface/content, what programs write');

/** Heads of files by what they are and the surface that they show; `none` leaves it open. */
const HEADS: readonly (readonly [string, Surface | 'none', string])[] = [
  ['Jenkins build', 'report', "<?xml version='1.1' encoding='UTF-8'?>\n<flow-build plugin=\"workflow-job@1\">"],
  [
    'log of Robot Framework',
    'report',
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta name="Generator" content="Robot Framework 7.4 (Python 3.11 on linux)">',
  ],
  ['report of Locust', 'report', '<!DOCTYPE html>\n<html>\n<head><title>Locust_file.html</title>'],
  ['report of Cucumber', 'report', '<!DOCTYPE html>\n<html lang="en">\n  <head>\n    <title>Cucumber</title>'],
  [
    'Cucumber as JSON',
    'report',
    '[{"description":"","elements":[{"id":"a","steps":[{"keyword":"Given "}]}],"uri":"a.feature"}]',
  ],
  ['messages of Cucumber', 'report', '{"meta":{"protocolVersion":"32.2.0","implementation":{"name":"cucumber-js"}}}\n'],
  [
    'points of k6',
    'report',
    '{"metric":"http_reqs","type":"Point","data":{"time":"2026-12-01T10:00:00Z","value":1}}\n',
  ],
  ['k6 as CSV', 'report', 'metric_name,timestamp,metric_value,check\nhttp_reqs,1,1,\n'],
  ['statistics of Locust', 'report', 'Type,Name,Request Count,Failure Count,Median Response Time\n'],
  ['Locust as JSON', 'report', '[{"name":"/","method":"GET","num_requests":2,"num_failures":0}]'],
  ['Bruno as JSON', 'report', '[{"iterationIndex":0,"results":[]}]'],
  [
    'manifest of dbt',
    'report',
    '{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"}}',
  ],
  ['promptfoo', 'report', '{"evalId":"eval-1","results":{"version":3,"results":[]}}'],
  ['Great Expectations', 'report', '{"results":[{"expectation_config":{"type":"a"},"success":true}]}'],
  ['flows of mitmproxy', 'trace', '2738:9:websocket;0:~8:response;783:6:reason;2:OK,'],
  ['flows of mitmproxy with data', 'trace', '2738:9:websocket;0:~8:response;783:7:content;2:\0\u0001,'],
  ['observations of Langfuse', 'trace', '{"id":"a","traceId":"b","type":"GENERATION","input":[]}\n'],
  ['dbt as JSON', 'backend_log', '{"data": {}, "info": {"code": "A001", "level": "info", "msg": "Running"}}\n'],
  ['an event of Sentry', 'backend_log', '{"exception":{"values":[{"type":"ValueError","value":"a"}]}}'],
  ['an envelope of Sentry', 'backend_log', '{"event_id":"a","sent_at":"2026-12-01T10:00:00Z"}\n{"type":"event"}\n'],
  ['an answer of Elasticsearch', 'backend_log', '{"took":1,"hits":{"hits":[{"_index":"a","_source":{}}]}}'],
  ['an answer of Loki', 'backend_log', '{"status":"success","data":{"result":[{"stream":{},"values":[]}]}}'],
  ['an export of Datadog', 'backend_log', '{"data":[{"attributes":{"status":"info","message":"a"}}]}'],
  ['Ansible', 'backend_log', '\nPLAY [all] *****\n\nTASK [debug] *****\nok: [a]\n'],
  ['Jenkins', 'backend_log', 'Started by user admin\n[Pipeline] Start of Pipeline\n'],
  ['TeamCity', 'backend_log', "##teamcity[testStarted name='a']\n##teamcity[testFinished name='a']\n"],
  [
    'Fluent Bit',
    'backend_log',
    '[0] app: [[1764600000.1, {}], {"log"=>"a"}]\n[1] app: [[1764600000.2, {}], {"log"=>"b"}]\n',
  ],
  ['a plan of Terraform', 'generated_config', '\nTerraform used the selected providers to generate the following\n'],
  ['a description of kubectl', 'generated_config', 'Name:             p\nNamespace:        default\nNode:  a\n'],
  ['a name and what it is', 'none', 'Name:             p\nWhat:        default\n'],
  ['values of Helm', 'generated_config', 'USER-SUPPLIED VALUES:\nreplicas: 1\n'],
];

for (const [what, surface, text] of HEADS) {
  test(`${what} is ${surface}`, () =>
    assert.is(surfaceOfContent(Buffer.from(text), false)?.surface ?? 'none', surface));
}

test.run();
