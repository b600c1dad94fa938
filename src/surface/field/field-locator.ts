import { CsvField } from './csv-field.ts';
import { JsonField } from './json-field.ts';
import { protobufField } from './protobuf-field.ts';
import { SettingField } from './setting-field.ts';
import { TableField } from './table-field.ts';
import { XmlField } from './xml-field.ts';
import { YamlField } from './yaml-field.ts';

/** Gives the field at an offset of a text. Offsets must be ascending. */
interface Fields {
  at(offset: number): string | undefined;
}

const SAMPLE = 4096;
const LF = 10;
const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n/;
/** Names of files with one setting per line. */
const SETTINGS =
  /(?:^|[/.])(?:ini|cfg|conf|cnf|properties|toml|env(?:\.[\w.-]+)?|npmrc|pypirc|gitconfig|editorconfig|credentials)$/;

/**
 * Determines which field of a structured text contains a value: a JSON path, an element of XML, a key of YAML, a cell,
 * a setting. It is used only for findings, reads the text once up to the last of them, and keeps only the way down.
 */
export class FieldLocator {
  readonly #name: string;
  #fields: Fields | undefined;

  /** @param name of the file or archive member, which indicates the format if the text does not */
  constructor(name: string) {
    this.#name = name.toLowerCase();
  }

  /**
   * The field at absolute offset `offset` of a text whose window `bytes` begins at `base`; undefined if the text has no
   * fields or is broken. Offsets must be ascending. In a text of several windows, only lines of JSON are read.
   */
  at(bytes: Buffer, base: number, offset: number): string | undefined {
    if (base > 0) return lineField(bytes, offset - base);
    this.#fields ??= this.#fieldsOf(bytes);
    return this.#fields.at(offset);
  }

  #fieldsOf(bytes: Buffer): Fields {
    const head = bytes.toString('utf8', 0, SAMPLE);
    const start = bytes.subarray(0, SAMPLE).findIndex((byte) => byte > 0x20 && byte < 0x7f);
    const form = formOf(this.#name, head.trimStart());
    switch (form) {
      case 'json':
        return new JsonField(bytes, Math.max(0, start));
      case 'xml':
        return new XmlField(bytes, Math.max(0, start));
      case 'yaml':
        return new YamlField(bytes, 0);
      case 'markdown':
        return markdownFields(bytes, head);
      case 'csv':
        return new CsvField(bytes, separatorOf(this.#name, head));
      case 'settings':
        return new SettingField(bytes);
      case undefined:
        return isBinary(bytes) ? protobufField(bytes) : { at: () => undefined };
    }
  }
}

/** Whether the first bytes are not text: binary messages have control characters among them. */
function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, SAMPLE).some((byte) => byte < 9);
}

function separatorOf(name: string, head: string): ',' | '\t' | ';' {
  const [first = ''] = head.split('\n', 1);
  if (name.endsWith('.tsv')) return '\t';
  return first.includes(';') && !first.includes(',') ? ';' : ',';
}

type Form = 'json' | 'xml' | 'yaml' | 'markdown' | 'csv' | 'settings';

/** By the name's extension if it is known, otherwise by the first characters. */
function formOf(name: string, head: string): Form | undefined {
  if (/\.(?:md|mdx|markdown)$/.test(name)) return 'markdown';
  if (/\.(?:ya?ml)$/.test(name)) return 'yaml';
  if (/\.(?:csv|tsv)$/.test(name)) return 'csv';
  if (SETTINGS.test(name)) return 'settings';
  if (/^(?:\{|\[\s*(?:["[{\d-]|$|true|false|null))/.test(head)) return 'json';
  if (/^<(?:[A-Za-z?]|!--|!DOCTYPE)/i.test(head)) return 'xml';
  return /^(?:---\s|apiVersion:|kind:)/.test(head) ? 'yaml' : undefined;
}

/** Front matter as `fm:$.key`, and the cells of tables. */
function markdownFields(bytes: Buffer, head: string): Fields {
  const opening = FRONT_MATTER.exec(head)?.[0];
  const table = new TableField(bytes);
  if (opening === undefined) return table;
  const start = Buffer.byteLength(opening);
  const close = bytes.indexOf('\n---', start - 1, 'latin1');
  const yaml = new YamlField(bytes.subarray(0, close < 0 ? bytes.length : close), start);
  return {
    at: (offset) => {
      if (close >= 0 && offset > close) return table.at(offset);
      const field = yaml.at(offset);
      return field === undefined ? undefined : `fm:${field}`;
    },
  };
}

/** The field within a line that is a JSON value itself. */
function lineField(bytes: Buffer, offset: number): string | undefined {
  const start = bytes.lastIndexOf(LF, Math.max(0, offset - 1)) + 1;
  return start > 0 && bytes[start] === 0x7b ? new JsonField(bytes, start).at(offset) : undefined;
}
