/** How a format puts a name and its value beside each other, each as a member of something. */
export interface PairFormat {
  /** Which format. */
  readonly name: string;
  /** Texts of it, with `…` for the value. */
  readonly examples: readonly string[];
  /** Pattern of what stands between name and value. */
  readonly between: string;
}

/** What an object calls the value that belongs to a name: `value`, `ParameterValue`, `stringValue`. */
const VALUE = String.raw`(?:[A-Za-z]{0,16}(?:value|Value)|VALUE)`;
/** Members of JSON between a name and its value: texts, numbers, words, and lists and objects without others in them. */
const MEMBERS = String.raw`(?:\\{0,3}"[\w.$-]{1,40}\\{0,3}"\s{0,3}:\s{0,3}(?:\\{0,3}"[^"\\\n]{0,100}\\{0,3}"|[\w.+-]{1,30}|\[[^[\]{}]{0,160}\]|\{[^{}]{0,200}\})[ \t]{0,3}[,\n]\s{0,40}){1,6}`;

/** The formats, in the order in which they are tried. */
export const PAIR_FORMATS: readonly PairFormat[] = [
  {
    name: "OpenTelemetry's `AnyValue` (opentelemetry/proto/common/v1)",
    examples: [
      '{"key":"db.password","value":{"stringValue":"…"}}',
      '{"key":"db.password","value":{"arrayValue":{"values":[{"stringValue":"…"}]}}}',
    ],
    between: String.raw`\\{0,3}"\s{0,4},\s{0,40}\\{0,3}"value\\{0,3}"\s{0,3}:\s{0,3}\{\s{0,40}(?:\\{0,3}"arrayValue\\{0,3}"\s{0,3}:\s{0,3}\{\s{0,40}\\{0,3}"values\\{0,3}"\s{0,3}:\s{0,3}\[\s{0,40}\{\s{0,40})?\\{0,3}"stringValue\\{0,3}"\s{0,3}:\s{0,3}`,
  },
  {
    name: 'name and value beside each other',
    examples: ['{"name": "password", "value": "…"}', '<add key="password" value="…"/>', 'name: PASSWORD\nvalue: …\n'],
    between: String.raw`\\{0,3}["']?[ \t]{0,4},?\s{0,40}\\{0,3}["']?(?:[a-z]{1,12}:)?(?:${VALUE}|content|pass|secret)\\{0,3}["']?[ \t]{0,3}(?::|=>?)[ \t]{0,4}`,
  },
  {
    name: 'name and value with other members between: variables of Postman, cookies, parameters',
    examples: ['{"name": "PASSWORD", "enabled": true, "value": "…"}'],
    between: String.raw`\\{0,3}"[ \t]{0,4}[,\n]\s{0,40}${MEMBERS}\\{0,3}"${VALUE}\\{0,3}"\s{0,3}:\s{0,3}(?=\\{0,3}")`,
  },
  {
    name: 'outputs of Terraform',
    examples: ['"db_password": { "sensitive": true, "type": "string", "value": "…" }'],
    between: String.raw`\\{0,3}"\s{0,3}:\s{0,3}\{\s{0,40}${MEMBERS}\\{0,3}"${VALUE}\\{0,3}"\s{0,3}:\s{0,3}(?=\\{0,3}")`,
  },
  {
    name: 'name and value in YAML with other lines between',
    examples: ['- name: PASSWORD\n  description: of the store\n  value: …\n'],
    between: String.raw`["']?[ \t]{0,4}\r?\n(?<pad>[ \t]{1,40})(?:[\w-]{1,30}:[^\n]{0,160}\n\k<pad>){1,5}(?:value|default):[ \t]{1,4}`,
  },
  {
    name: 'a field that a test fills in',
    examples: ['fill_in :password, with: "…"'],
    between: String.raw`["']?,[ \t]{1,3}(?:with|value): {0,3}(?=["'])`,
  },
  {
    name: 'elements of XML',
    examples: [
      '<key>password</key><string>…</string>',
      '<setting name="password" serializeAs="String"><value>…</value>',
    ],
    between: String.raw`(?:["'](?:\s{1,20}[\w-]{1,30}="[^"<>]{0,80}"){0,3}[ \t]{0,4}>|<\/(?:[\w.:-]{0,20}(?:[kK]ey|[nN]ame)|(?<tag>[\w.:-]{1,30}))>)\s{0,40}<(?:(?:[\w.:-]{0,20}[vV]alue|string)\b[^<>]{0,60}|\k<tag>[^<>]{0,60}[vV]alue["'])>(?:\s{0,40}<(?:string|String)>)?`,
  },
  {
    name: 'a field of a form in HTML',
    examples: ['<input type="password" name="p" value="…">'],
    between: String.raw`["'](?:\s{1,20}[\w-]{1,30}(?:=(?:"[^"<>]{0,80}"|'[^'<>]{0,80}'))?){1,6}\s{1,20}value=`,
  },
  {
    name: "a member with the value in an object: parameters of Azure, Spring's actuator, attributes of DynamoDB",
    examples: ['"adminPassword": { "value": "…" }'],
    between: String.raw`\\{0,3}["']\s{0,3}:\s{0,3}\{\s{0,40}\\{0,3}["'](?:value|Value|defaultValue|default|Default|stringValue|S)\\{0,3}["']\s{0,3}:\s{0,3}(?=\\{0,3}["'])`,
  },
  {
    name: 'a row of a table in HTML',
    examples: [
      '<td>Password</td><td>…</td>',
      "<td>$_SERVER['DB_PASSWORD']</td><td>…</td>",
      '<dt>Password:</dt><dd>…</dd>',
    ],
    between: String.raw`(?:["']\])?:?(?:<\/(?:b|strong|code|span|label|p|em)>){0,3}\s{0,20}<\/(?:[tT][dDhH]|[dD][tT])>\s{0,60}<(?:[tT]|[dD])[dD]\b[^<>]{0,200}>(?:\s{0,40}<(?:b|strong|code|span|pre|kbd|samp|tt|p)\b[^<>]{0,100}>){0,3}\s{0,40}`,
  },
  {
    name: 'variables of Terraform',
    examples: ['variable "password" {\n  type = string\n  default = "…"\n}'],
    between: String.raw`["'][ \t]{0,4}\{\s{0,40}(?:(?:description|type|sensitive|nullable)[ \t]{0,20}=[^\n]{0,120}\n\s{0,40}){0,4}default[ \t]{0,20}=[ \t]{0,4}`,
  },
  {
    name: 'parameters of CloudFormation, inputs of workflows',
    examples: ['DBPassword:\n  Type: String\n  Default: …\n'],
    between: String.raw`:[ \t]{0,4}\r?\n(?:[ \t]{1,40}(?:[Tt]ype|[Dd]escription|NoEcho|M(?:in|ax)Length|AllowedPattern|ConstraintDescription|required):[^\n]{0,160}\n){0,8}[ \t]{1,40}(?:[Dd]efault|[Vv]alue):[ \t]{1,4}`,
  },
  {
    name: 'a selector, and what is typed into it',
    examples: [`fill('input[name="password"]', '…')`, "type(getByLabelText(/password/i), '…')"],
    between: String.raw`(?:\\{0,3}["']?[ \t]{0,2}\]["'\x60]|\/[a-z]?\)),\s{0,20}(?!"\w{1,12}":)(?=["'\x60])`,
  },
  {
    name: 'an event of a field',
    examples: ["change(getByLabelText('Password'), { target: { value: '…' } })"],
    between: String.raw`(?:["']|\/[a-z]?)\),\s{0,20}\{\s{0,20}target:\s{0,3}\{\s{0,20}value:\s{0,3}(?=["'\x60])`,
  },
  {
    name: 'traces and recordings of a browser',
    examples: [
      '"selector":"internal:label=\\"Password\\"i","strict":true,"value":"…"',
      '"target": "id=password", "targets": [], "value": "…"',
      '"element":"Password field","ref":"e12","text":"…"',
    ],
    between: String.raw`(?: (?:field|input|box|textbox))?(?:\\{0,3}["'\]]{1,2}[is]?\)?)?\\{0,3}",\s{0,20}(?:\\{0,3}"[a-zA-Z]{1,20}\\{0,3}":\s{0,2}(?:true|false|\d{1,6}|\[[^{}]{0,400}\]|\\{0,3}"\w{1,12}\\{0,3}"),\s{0,20}){0,3}\\{0,3}"(?:value|text)\\{0,3}":\s{0,3}`,
  },
  {
    name: 'snapshots of pages',
    examples: ['- textbox "Password" [ref=e12]: …\n'],
    between: String.raw`"(?:[ \t]\[[a-z-]{1,20}(?:=[\w-]{1,20})?\]){1,5}:[ \t]`,
  },
  {
    name: 'a part of a form that is sent (RFC 7578)',
    examples: ['name="password"\r\n\r\n…\r\n'],
    between: String.raw`["']\r?\n(?:Content-[^\n]{0,120}\n){0,3}\r?\n`,
  },
];
