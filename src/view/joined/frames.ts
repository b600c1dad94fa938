import { NO_VIEWS } from '../decoded-view.ts';
import type { Family } from './family.ts';
import { castTexts, criTexts, dockerTexts, unfoldedTexts } from './in-pieces.ts';
import { isStream } from './stream-heads.ts';

const CRI_LOG = /^\S{10,40} std(?:out|err) [PF](?::\S{0,16})? /m;
const DOCKER_START = '{"log":"';
const DOCKER_LOG = /^\{"log":"/m;
/** What identifies a terminal recording: events of asciicast v2 and v3, or the frame list of v1. */
const CAST =
  /^[ \t]*\[[ \t]*[\d.eE+-]{1,24}[ \t]*,[ \t]*"[a-z]"[ \t]*,[ \t]*"|"stdout"[ \t\r\n]*:[ \t\r\n]*\[[ \t\r\n]*\[/m;

/** What identifies formats that fold long lines. */
const FOLDED = /^(?:dn:|BEGIN:V|Manifest-Version:)/m;

/** A pattern, because `includes` stops at every blank. */
const CRI_STREAM = / std(?:out|err) [PF]/;

function isCri(head: string): boolean {
  return CRI_STREAM.test(head) && CRI_LOG.test(head);
}

function isDocker(head: string): boolean {
  return head.includes(DOCKER_START) && DOCKER_LOG.test(head);
}

function isCast(head: string): boolean {
  return (hasListLine(head) || head.includes('"stdout"')) && CAST.test(head);
}

/** Whether a line begins with a list. */
function hasListLine(head: string): boolean {
  for (let at = head.indexOf('['); at >= 0; at = head.indexOf('[', at + 1)) {
    let before = at - 1;
    while (before >= 0 && (head[before] === ' ' || head[before] === '\t')) before--;
    if (before < 0 || head[before] === '\n' || head[before] === '\r') return true;
  }
  return false;
}

/** Whether the head of a text shows that all of it is a log in parts, or a recording. */
export function isFramed(head: string): boolean {
  return isCri(head) || isDocker(head) || isCast(head) || isStream(head) || FOLDED.test(head);
}

/** Lines that Kubernetes wrote in parts. */
export const criViews: Family = (text) => (isCri(text.head) ? criTexts(text) : NO_VIEWS);

/** Lines that Docker wrote in parts. */
export const dockerViews: Family = (text) => (isDocker(text.head) ? dockerTexts(text) : NO_VIEWS);

/** The output and the input of terminal recordings (asciicast v1 to v3), each as one text with JSON escapes. */
export const castViews: Family = (text) => (isCast(text.head) ? castTexts(text) : NO_VIEWS);

/** Lines of LDIF directories, calendars, vCards and Java manifests that continue after a line break and a blank. */
export const unfoldedViews: Family = (text) => (FOLDED.test(text.head) ? unfoldedTexts(text) : NO_VIEWS);
