import type { CheckOutcomeKind, CheckReporter, Observation } from '../../check-result.ts';
import { grouped } from '../figures.ts';
import { xmlName } from '../xml-text.ts';
import { placeText } from './place.ts';
import { endingOf } from './words.ts';

type State = 'failure' | 'error' | 'skipped' | 'passed';

/** A violation is a failure; what cannot be evaluated or was not proved is an error. */
const STATES: Readonly<Record<CheckOutcomeKind, State>> = {
  fail: 'failure',
  invalid: 'error',
  unproven: 'error',
  'not-checked': 'skipped',
  warn: 'passed',
  info: 'passed',
  pass: 'passed',
};

/** JUnit XML: a suite for each family of checks, a case for each check. */
export const checkJunit: CheckReporter = (result, options) => {
  const families = [...grouped(result.observations, ({ id }) => id.slice(0, 3))];
  const suites = families.map(([family, own], index) => {
    const cases = [...grouped(own, ({ id }) => id)].map(([id, list]) => caseOf(family, id, list));
    const count = (state: State): number => cases.filter((one) => one.state === state).length;
    const attributes = [
      `name="${family}" package="watertight.check" id="${index}" hostname="localhost" timestamp="${xmlName(options.startedAt.slice(0, 19))}"`,
      `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="0"`,
    ].join(' ');
    const { word, rest } = endingOf(result);
    const said = index === 0 ? xmlName(`${word} ${rest}`) : '';
    const properties = index === 0 ? propertiesOf(result.tool) : '    <properties/>\n';
    return `  <testsuite ${attributes}>\n${properties}${cases.map(({ xml }) => xml).join('')}    <system-out>${said}</system-out>\n    <system-err></system-err>\n  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
};

function propertiesOf(tool: { version: string; rulesDigest: string; packetDigest: string; packet: string }): string {
  const lines = (['version', 'rulesDigest', 'packetDigest', 'packet'] as const).map(
    (name) => `      <property name="${name}" value="${xmlName(tool[name])}"/>\n`,
  );
  return `    <properties>\n${lines.join('')}    </properties>\n`;
}

function caseOf(
  family: string,
  id: string,
  list: readonly Observation[],
): { readonly state: State; readonly xml: string } {
  const states = list.map(({ outcome }) => STATES[outcome]);
  const state = (['failure', 'error', 'passed', 'skipped'] as const).find((one) => states.includes(one)) ?? 'passed';
  const open = `    <testcase name="${id}" classname="watertight.${family}" time="0"`;
  if (state === 'passed') return { state, xml: `${open}/>\n` };
  const own = list.filter(({ outcome }) => STATES[outcome] === state);
  const lines = own.map(({ message, place, fix }) =>
    [message, place === undefined ? '' : placeText(place), fix ?? ''].filter(Boolean).join(' | '),
  );
  const type = state === 'skipped' ? '' : ` type="${id}"`;
  const inner = `      <${state} message="${xmlName(own[0]?.message ?? '')}"${type}>${lines.map(xmlName).join('\n')}</${state}>\n`;
  return { state, xml: `${open}>\n${inner}    </testcase>\n` };
}
