import type { YAMLError } from 'yaml';

/** The reason why a text is not YAML, in our own words, because the library's messages quote the text. */
export function yamlSyntaxReason(code: YAMLError['code']): string {
  return SYNTAX_REASONS[code] ?? 'this is not YAML';
}

const SYNTAX_REASONS: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  ALIAS_PROPS: 'aliases are not allowed',
  BAD_ALIAS: 'aliases are not allowed',
  BAD_DIRECTIVE: 'directives are not allowed',
  BAD_DQ_ESCAPE: 'this escape is unknown in a double-quoted text',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'a text that begins with this character needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a text with a colon needs quotes, or a mapping its own line',
  BLOCK_IN_FLOW: 'a block does not fit inside brackets or braces',
  KEY_OVER_1024_CHARS: 'the key is too long',
  MISSING_CHAR: 'a closing quote, bracket, comma or colon is missing',
  MULTILINE_IMPLICIT_KEY: 'the key needs to stand on one line, followed by a colon',
  MULTIPLE_ANCHORS: 'anchors are not allowed',
  MULTIPLE_DOCS: 'only one document is allowed',
  MULTIPLE_TAGS: 'tags are not allowed',
  NON_STRING_KEY: 'a key must be a plain text',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
  TAB_AS_INDENT: 'tabs do not indent YAML',
  TAG_RESOLVE_FAILED: 'tags are not allowed',
  UNEXPECTED_TOKEN: 'this text is not expected here',
  DUPLICATE_KEY: 'this key stands twice',
};
