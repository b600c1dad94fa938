import type { Kind, Place } from '../place.ts';

/** `type=\"password\" onpaste=\"…`: the next attribute of an element in a text of JSON. */
function isAttribute({ named: { quote }, value, before, after }: Place): boolean {
  return (
    quote === '' &&
    /^[a-z][\w:.-]*=$/i.test(value) &&
    /^\\{0,3}["']/.test(after) &&
    /(?:<[a-z][^<>]*|\btype=\\{0,3}["'])$/i.test(before)
  );
}

/** `Credential=id/20260531/eu-west-1/s3/aws4_request`: whose key signed a request, and for what. */
function isCredentialScope({ value }: Place): boolean {
  return /^[^/\s]+\/\d{8}\/[\w.-]*\/[\w.-]+\/(?:aws4|goog4|oss4|vod4|s3v4)_request\b/.test(value);
}

/** `"index_key": "web-1", "schema_version": 1`: which instance of a resource something is, in states of Terraform. */
function isInstanceOfResource({ named: { name }, after }: Place): boolean {
  return name === 'index_key' && /^["']?,\s{0,40}"(?:schema_version|status|deposed|attributes)"/.test(after);
}

/** One check for each thing that recordings and states have behind a name, and that opens nothing. */
export const RECORDED_KINDS: readonly Kind[] = [
  ['the next attribute of an element', isAttribute],
  ['whose key signed a request', isCredentialScope],
  ['which instance of a resource it is', isInstanceOfResource],
];
