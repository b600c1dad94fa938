import type { EvidenceSurface } from '../types.ts';
import type { ContentHit } from './content-hit.ts';

/** XML root elements in lower case, and the format that each indicates. */
const ROOTS: Readonly<Record<string, readonly [EvidenceSurface, string]>> = {
  testsuites: ['report', 'JUnit root element <testsuites>'],
  testsuite: ['report', 'JUnit root element <testsuite>'],
  testrun: ['report', 'TRX root element <TestRun>'],
  'test-run': ['report', 'NUnit root element <test-run>'],
  'test-results': ['report', 'NUnit root element <test-results>'],
  assemblies: ['report', 'xUnit.net root element <assemblies>'],
  'testng-results': ['report', 'TestNG root element <testng-results>'],
  robot: ['report', 'Robot Framework root element <robot>'],
  testresults: ['report', 'JMeter root element <testResults>'],
  coverage: ['report', 'coverage root element <coverage>'],
  'flow-build': ['report', 'Jenkins root element <flow-build>'],
  checkstyle: ['report', 'Checkstyle root element <checkstyle>'],
  bugcollection: ['report', 'SpotBugs root element <BugCollection>'],
  pmd: ['report', 'PMD root element <pmd>'],
  bom: ['report', 'CycloneDX root element <bom>'],
  mxfile: ['sot', 'draw.io root element <mxfile>'],
  events: ['backend_log', 'Windows event log root element <Events>'],
  event: ['backend_log', 'Windows event log root element <Event>'],
  settings: ['generated_config', 'Maven settings root element <settings>'],
  settingssecurity: ['generated_config', 'Maven settings root element <settingsSecurity>'],
  plist: ['generated_config', 'property list root element <plist>'],
};

/** Texts in the head of HTML pages written by reporters. */
const PAGES: readonly (readonly [string, string])[] = [
  ['playwrightreportbase64', 'Playwright HTML report'],
  ['<title>playwright test report', 'Playwright HTML report'],
  ['data-jsonblob=', 'pytest HTML report'],
  ['pytest-html', 'pytest HTML report'],
  ['mochawesome', 'Mochawesome HTML report'],
  ['<title>allure report', 'Allure HTML report'],
  ['<title>code coverage report', 'coverage HTML report'],
  ['<title>coverage report', 'coverage HTML report'],
  ['<title>coverage for ', 'coverage HTML report'],
  ['<title>lcov -', 'coverage HTML report'],
  ['content="robot framework', 'Robot Framework log or report'],
  ['<title>cucumber', 'Cucumber HTML report'],
  ['<title>newman', 'Newman HTML report'],
  ['<title>locust', 'Locust HTML report'],
  ['<title>bruno', 'Bruno HTML report'],
  ['<title>gatling stats', 'Gatling HTML report'],
  ['<title>apache jmeter dashboard', 'JMeter HTML report'],
  ['<title>vitest', 'Vitest HTML report'],
  ['<title>test report', 'HTML test report'],
  ['<title>test results', 'HTML test report'],
];

/** Formats whose text begins with `<`. */
export function surfaceOfMarkup(text: string): ContentHit | undefined {
  const root = rootElement(text);
  if (root === 'html') {
    const lower = text.toLowerCase();
    const page = PAGES.find(([mark]) => lower.includes(mark));
    return page && { surface: 'report', what: page[1] };
  }
  const known = Object.hasOwn(ROOTS, root) ? ROOTS[root] : undefined;
  return known && { surface: known[0], what: known[1] };
}

/** Name of the first element in lower case without a prefix, after declaration, comments and document type. */
function rootElement(text: string): string {
  let at = 0;
  for (let round = 0; round < 16; round++) {
    at = text.indexOf('<', at);
    if (at < 0) return '';
    const close = text.startsWith('<!--', at)
      ? '-->'
      : text.startsWith('<?', at)
        ? '?>'
        : text.startsWith('<!', at)
          ? '>'
          : '';
    if (close === '')
      return (
        /^<(?:[\w.-]{1,32}:)?(?<name>[A-Za-z][\w.-]{0,63})/.exec(text.slice(at, at + 100))?.groups?.['name'] ?? ''
      ).toLowerCase();
    if (/^<!doctype html/i.test(text.slice(at, at + 16))) return 'html';
    const end = text.indexOf(close, at);
    if (end < 0) return '';
    at = end + close.length;
  }
  return '';
}
