import type { Kind, Place } from '../place.ts';

/** `type=\"password\" onpaste=\"…`: the next attribute of an element in a JSON text. */
function isAttribute({ named: { quote }, value, before, after }: Place): boolean {
  return (
    quote === '' &&
    /^[a-z][\w:.-]*=$/i.test(value) &&
    /^\\{0,3}["']/.test(after) &&
    /(?:<[a-z][^<>]*|\btype=\\{0,3}["'])$/i.test(before)
  );
}

/** `Credential=id/20260531/eu-west-1/s3/aws4_request`: the key id and the scope of a signed request. */
function isCredentialScope({ value }: Place): boolean {
  return /^[^/\s]+\/\d{8}\/[\w.-]*\/[\w.-]+\/(?:aws4|goog4|oss4|vod4|s3v4)_request\b/.test(value);
}

/** `"index_key": "web-1", "schema_version": 1`: the instance of a resource in a Terraform state. */
function isInstanceOfResource({ named: { name }, after }: Place): boolean {
  return name === 'index_key' && /^["']?,\s{0,40}"(?:schema_version|status|deposed|attributes)"/.test(after);
}

/** `/cb?password= HTTP/1.1`, `PASSWORD= HOME=/root`: an empty value, and what follows it in a recorded request or environment. */
function isBehindNone({ named: { quote }, value, before, between }: Place): boolean {
  if (quote !== '' || !/^=[ \t]{1,4}$/.test(between)) return false;
  return /^HTTP\/\d/.test(value) || (/^[A-Za-z_]\w{0,60}=/.test(value) && /(?:^|\s)(?:[A-Z_]\w{0,40})?$/.test(before));
}

/** `"token","eNqN…"`: strings that a report compresses with zlib or gzip; they are decoded and scanned separately. */
const PACKED = /^(?:H4sIA|eJ[w-z]|eN[o-r]|eAE)[0-9A-Za-z+/]{19}[0-9A-Za-z+/]*={0,2}$/;

function isPacked({ named: { quote, operator }, value }: Place): boolean {
  return quote !== '' && operator === ',' && PACKED.test(value);
}

/** Members next to the key of a crew, an agent or a task in traces of agents. */
const OF_AGENTS = /(?:crew|agent|task)_(?:id|role|fingerprint|goal)\b/;

/** `"crew_key": "4d5b…", "crew_id": …`: the digest of the configuration of a crew, an agent or a task, in traces of CrewAI. */
function isKeyOfAgent({ named: { name }, value, before, after }: Place): boolean {
  return (
    /(?:^|[._])(?:crew|agent|task)_key$/.test(name) &&
    /^[0-9a-f]{32}$/.test(value) &&
    (OF_AGENTS.test(after) || OF_AGENTS.test(before))
  );
}

/** One check for each thing after a name in recordings and states that gives no access. */
export const RECORDED_KINDS: readonly Kind[] = [
  ['text after an empty value', isBehindNone],
  ['a packed text', isPacked],
  ['the next attribute of an element', isAttribute],
  ['whose key signed a request', isCredentialScope],
  ['an instance of a resource', isInstanceOfResource],
  ['a digest of agent settings', isKeyOfAgent],
];
