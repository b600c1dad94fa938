/** A format in which a name and its value are two members of one object. */
export interface PairFormat {
  /** Name of the format. */
  readonly name: string;
  /** Pattern of the text between name and value. */
  readonly between: string;
}

/** Names of the member that has the value: `value`, `ParameterValue`, `stringValue`. */
const VALUE = String.raw`(?:[A-Za-z]{0,16}(?:value|Value)|VALUE)`;
/** JSON members between a name and its value: texts, numbers, words, and lists and objects that are not nested. */
const MEMBERS = String.raw`(?:\\{0,3}"[\w.$-]{1,40}\\{0,3}"\s{0,3}:\s{0,3}(?:\\{0,3}"[^"\\\n]{0,100}\\{0,3}"|[\w.+-]{1,30}|\[[^[\]{}]{0,160}\]|\{[^{}]{0,200}\})[ \t]{0,3}[,\n]\s{0,40}){1,6}`;

/** Between two words of a command line: in a shell, in a list, or separated by NULs. */
const NEXT = String.raw`(?:[ \t]{1,4}|,\s{0,40}(?=["'])|\0)`;

/** The description of an option. */
const SAID = String.raw`(?:"[^"\n]{0,100}"|'[^'\n]{0,100}')`;

/** The formats, in the order in which they are tried. */
export const PAIR_FORMATS: readonly PairFormat[] = [
  {
    name: "OpenTelemetry's `AnyValue` (opentelemetry/proto/common/v1)",
    between: String.raw`\\{0,3}"\s{0,4},\s{0,40}\\{0,3}"value\\{0,3}"\s{0,3}:\s{0,3}\{\s{0,40}(?:\\{0,3}"arrayValue\\{0,3}"\s{0,3}:\s{0,3}\{\s{0,40}\\{0,3}"values\\{0,3}"\s{0,3}:\s{0,3}\[\s{0,40}\{\s{0,40})?\\{0,3}"stringValue\\{0,3}"\s{0,3}:\s{0,3}`,
  },
  {
    name: "the same, and values of `Struct`, in protobuf's text format",
    between: String.raw`\\{0,3}"\s{1,40}value:?\s{0,4}\{\s{0,40}string_value:\s{0,3}(?=\\{0,3}")`,
  },
  {
    name: 'name and value beside each other',
    between: String.raw`\\{0,3}["']?[ \t]{0,4},?\s{0,40}(?:[-+~][ \t]{1,4})?\\{0,3}["']?(?:[a-z]{1,12}:)?(?:${VALUE}|content|pass|secret)\\{0,3}["']?[ \t]{0,3}(?::|=>?)[ \t]{0,4}`,
  },
  {
    name: 'name and value with other members between: variables of Postman, cookies, parameters',
    between: String.raw`\\{0,3}"[ \t]{0,4}[,\n]\s{0,40}${MEMBERS}\\{0,3}"${VALUE}\\{0,3}"\s{0,3}:\s{0,3}(?=\\{0,3}")`,
  },
  {
    name: 'outputs of Terraform',
    between: String.raw`\\{0,3}"\s{0,3}:\s{0,3}\{\s{0,40}${MEMBERS}\\{0,3}"${VALUE}\\{0,3}"\s{0,3}:\s{0,3}(?=\\{0,3}")`,
  },
  {
    name: 'name and value in YAML with other lines between',
    between: String.raw`["']?[ \t]{0,4}\r?\n(?<pad>[ \t]{1,40})(?:[\w-]{1,30}:[^\n]{0,160}\n\k<pad>){1,5}(?:value|default):[ \t]{1,4}`,
  },
  {
    name: 'a field that a test fills in',
    between: String.raw`(?:["']?,[ \t]{1,3}(?:with|value): {0,3}|["'] with )(?=["'])`,
  },
  {
    name: 'elements of XML',
    between: String.raw`(?:["'](?:\s{1,20}[\w:-]{1,30}="[^"<>]{0,80}"){0,3}[ \t]{0,4}>|<\/(?:[\w.:-]{0,20}(?:[kK]ey|[nN]ame)|(?<tag>[\w.:-]{1,30}))>)(?:\s{0,40}<array>)?\s{0,40}<(?:(?:[\w.:-]{0,20}[vV]alue|string)\b[^<>]{0,60}|\k<tag>[^<>]{0,60}[vV]alue["'])>(?:\s{0,40}<(?:string|String)>)?`,
  },
  {
    name: 'an element whose attribute names it, with other attributes: resources of Android',
    between: String.raw`["'](?:\s{1,20}[\w:-]{1,30}="[^"<>]{0,80}"){1,3}[ \t]{0,4}>(?=[^\s<])`,
  },
  {
    name: 'an element that is named, and its value in one of the elements in it: arguments of JMeter',
    between: String.raw`["'](?:\s{1,20}[\w:-]{1,30}="[^"<>]{0,80}"){0,3}[ \t]{0,4}>\s{0,40}(?:<(?<other>[\w.:-]{1,30}) [^<>]{0,80}>[^<>]{0,40}<\/\k<other>>\s{0,40}){0,3}<[\w.:-]{1,30} name="[\w.]{0,24}[vV]alue">`,
  },
  {
    name: 'the next of a list of values of OpenTelemetry, behind an option',
    between: String.raw`\\{0,3}"\s{0,3}\},\s{0,20}\{\s{0,20}\\{0,3}"stringValue\\{0,3}"\s{0,3}:\s{0,3}`,
  },
  {
    name: 'a field of a form in HTML',
    between: String.raw`["'](?:\s{1,20}[\w-]{1,30}(?:=(?:"[^"<>]{0,80}"|'[^'<>]{0,80}'))?){1,6}\s{1,20}value=`,
  },
  {
    name: "a member with the value in an object: parameters of Azure, Spring's actuator, attributes of DynamoDB",
    between: String.raw`\\{0,3}["']\s{0,3}:\s{0,3}\{\s{0,40}\\{0,3}["'](?:value|Value|defaultValue|default|Default|stringValue|S)\\{0,3}["']\s{0,3}:\s{0,3}(?=\\{0,3}["'])`,
  },
  {
    name: 'a row of names and values in a dump of SQL',
    between: String.raw`(?<=\(\d{1,9},[ ]?'[\w.-]{1,64})',[ ]?(?=')`,
  },
  {
    name: 'a row of a table in HTML',
    between: String.raw`(?: \([\w .,-]{1,24}\))?(?:["']\])?:?(?:<\/(?:b|strong|code|span|label|p|em)>){0,3}\s{0,40}<\/(?:[tT][dDhH]|[dD][tT])>\s{0,60}<(?:[tT]|[dD])[dD]\b[^<>]{0,200}>(?:\s{0,40}<(?:b|strong|code|span|pre|kbd|samp|tt|p)\b[^<>]{0,100}>){0,3}\s{0,40}`,
  },
  {
    name: 'variables of Terraform',
    between: String.raw`["'][ \t]{0,4}\{\s{0,40}(?:(?:description|type|sensitive|nullable)[ \t]{0,20}=[^\n]{0,120}\n\s{0,40}){0,4}default[ \t]{0,20}=[ \t]{0,4}`,
  },
  {
    name: 'a table of TOML or a section of settings that has the name, with the value in it',
    between: String.raw`["']?\][ \t]{0,4}\r?\n(?:(?:description|type|env|name|sensitive|secret|required)[ \t]{0,4}=[^\n]{0,160}\n){0,4}(?:value|default)[ \t]{0,4}=[ \t]{0,4}(?=["'])`,
  },
  {
    name: 'parameters of CloudFormation, inputs of workflows',
    between: String.raw`:[ \t]{0,4}\r?\n(?:[ \t]{1,40}(?:[Tt]ype|[Dd]escription|NoEcho|M(?:in|ax)Length|AllowedPattern|ConstraintDescription|required):[^\n]{0,160}\n){0,8}[ \t]{1,40}(?:[Dd]efault|[Vv]alue):[ \t]{1,4}`,
  },
  {
    name: "Postman's `auth` (collection format 2.1): a list of members, one of which is the value",
    between: String.raw`\\{0,3}"\s{0,3}:\s{0,3}\[\s{0,40}(?:\{[^{}]{0,200}\},\s{0,40}){0,3}\{\s{0,40}\\{0,3}"key\\{0,3}"\s{0,3}:\s{0,3}\\{0,3}"value\\{0,3}",\s{0,40}\\{0,3}"value\\{0,3}"\s{0,3}:\s{0,3}(?=\\{0,3}")`,
  },
  {
    name: 'the same with the value in front of its key, as Newman and the exports of its collections write it',
    between: String.raw`\\{0,3}"\s{0,3}:\s{0,3}\[\s{0,40}(?:\{[^{}]{0,200}\},\s{0,40}){0,3}\{\s{0,40}(?:\\{0,3}"type\\{0,3}"\s{0,3}:\s{0,3}\\{0,3}"\w{1,12}\\{0,3}",\s{0,40})?\\{0,3}"value\\{0,3}"\s{0,3}:\s{0,3}(?=\\{0,3}"[^"\\\n]{1,300}\\{0,3}",\s{0,40}\\{0,3}"key\\{0,3}"\s{0,3}:\s{0,3}\\{0,3}"value)`,
  },
  {
    name: 'the next argument of a keyword, as Robot Framework logs them',
    between: String.raw`(?<=[[|] '[\w.-]{1,64})'[ ]\|[ ](?=')`,
  },
  {
    name: 'a selector, and what is typed into it',
    between: String.raw`(?:\\{0,3}["']?[ \t]{0,2}\]["'\x60]|\/[a-z]?\)),\s{0,20}(?!"\w{1,12}":)(?=["'\x60])`,
  },
  {
    name: 'an event of a field',
    between: String.raw`(?:["']|\/[a-z]?)\),\s{0,20}\{\s{0,20}target:\s{0,3}\{\s{0,20}value:\s{0,3}(?=["'\x60])`,
  },
  {
    name: 'traces and recordings of a browser',
    between: String.raw`(?: (?:field|input|box|textbox))?(?:\\{0,3}["'\]]{1,2}[is]?[)\]]?)?\\{0,3}",\s{0,20}(?:\\{0,3}"[a-zA-Z]{1,20}\\{0,3}":\s{0,2}(?:true|false|\d{1,6}|\[[^{}]{0,400}\]|\\{0,3}"\w{1,12}\\{0,3}"),\s{0,20}){0,3}\\{0,3}"(?:value|text)\\{0,3}":\s{0,3}`,
  },
  {
    name: 'snapshots of pages',
    between: String.raw`"(?:[ \t]\[[a-z-]{1,20}(?:=[\w-]{1,20})?\]){1,5}:[ \t]`,
  },
  {
    name: 'an entry as .NET prints it, `[name, value]`',
    between: String.raw`(?<=\[[\w.:-]{1,64}),[ ](?![a-z_]*\d{0,2}\])(?=[^\s"'[\],]{0,200}\d[^\s"'[\],]{0,200}\])(?:(?<=(?:^|[\r\n]|\],?[ ])\[[\w.:-]{1,64},[ ])|(?=[^\s[\]]{1,200}\],?[ ]\[))`,
  },
  {
    name: 'a part of a form that is sent (RFC 7578)',
    between: String.raw`(?<=\bname=["'][\w.[\]$-]{1,64})["']\r?\n(?:Content-[^\n]{0,120}\n){0,3}\r?\n`,
  },
  {
    name: 'an option that says what something is, and one with its value: `--name x --value y`, `/v x /t REG_SZ /d y`, `"--name", "x", "--value", "y"`',
    between: String.raw`["']?${NEXT}(?:["']?[\w./:@=+-]{1,80}["']?${NEXT}){0,8}?["']?(?:--?(?:[vV]al(?:ue)?|body|data|content|text|plain-?text|secret-(?:string|value))["']?(?:=|:(?=\S)|${NEXT})|\/[dD]["']?${NEXT}|(?:-F|--form|-d|--data(?:-[a-z]{3,9})?)(?:=|["']?${NEXT})["']?value=)`,
  },
  {
    name: 'a column with a default in SQL',
    between: String.raw`["'\x60\]]?[ \t]{1,20}(?:(?:[nN]?(?:[vV][aA][rR])?[cC][hH][aA][rR]2?|[cC]haracter varying|CHARACTER VARYING|[tT][eE][xX][tT]|[sS]tring|STRING|CLOB|clob)(?:\(\w{1,6}(?: \w{4})?\))?(?:[ \t]{1,4}(?:(?:NOT|not)[ \t]{1,4}(?:NULL|null)|NULL|null|UNIQUE|unique|(?:COLLATE|collate|CHARACTER SET|character set)[ \t]\S{1,40})){0,4}|SET|set)[ \t]{1,4}(?:DEFAULT|default)[ \t]{1,4}N?(?=')`,
  },
  {
    name: 'a flag with its letter, and its default',
    between: String.raw`(?<=["'][A-Za-z][A-Za-z_.-]{0,40})(?<mark>["']),\s{0,24}\k<mark>[A-Za-z]?\k<mark>,\s{0,24}(?=\k<mark>)`,
  },
  {
    name: 'a flag with its description, and its default: `"-p, --password <p>", "…", "…"`',
    between: String.raw`[ ][<[][\w.-]{1,30}[>\]]["'],\s{0,40}${SAID},\s{0,40}(?:\{\s{0,40}default:[ ]?)?(?=["'])`,
  },
  {
    name: 'a flag that is built, up to its default',
    between: String.raw`(?:[ ][<[][\w.-]{1,30}[>\]])?["'](?:,[ ]?${SAID})?\)(?:\s{0,40}\.\w{1,20}\([^()\n]{0,80}\)){0,6}\s{0,40}\.(?:[dD]efault(?:_?[vV]alue)?|with_?[dD]efault|fallback)\((?=["'])`,
  },
  {
    name: 'names of an option in braces, and its default',
    between: String.raw`["'](?:,\s?["'][\w-]{1,40}["']){0,3}\s?\}(?:,\s{0,40}\w{1,20}\s?=\s?(?:"[^"\n]{0,100}"|[\w.]{1,40})){0,4},\s{0,40}defaultValue\s?=\s?(?=")`,
  },
  {
    name: 'a text that is made a string, and the next argument (Rust)',
    between: String.raw`"(?:\.(?:to_string|to_owned|into)\(\)|(?<=String::from\("[\w.-]{1,60}")\)),\s{0,24}(?:[\w:]{1,30}\()?(?=")`,
  },
  {
    name: 'what is put under two keys',
    between: String.raw`(?<=\.(?:put|set|add|store|insert|save|write)\(["'][\w.-]{1,60})["'],[ ]?["'][\w.@/-]{1,40}["'],[ ]?(?=["'])`,
  },
  {
    name: 'a value of the registry in a file of setup (`AddReg` of INF)',
    between: String.raw`,(?:0x[\da-fA-F]{1,8})?,[ ]?(?=")`,
  },
];
