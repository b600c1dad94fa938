/**
 * Describes invented assignments in the syntaxes of evidence (logs, traces, recorded command lines, prose), with secrets and
 * with other values in the same places, one JSON line each, for scripts/generic/train.py: source code, of which the
 * labelled rows are, has few of them. Run: node --import=tsx scripts/generic/describe-synthetic.ts > OUT.jsonl
 */
import { expand } from '../lib/values.ts';
import { candidatesOf } from './candidates.ts';

/** `N` is the name in capitals, `n` the name, `k` the name with dashes, `p` a provider, `V` the value. */
const PLACES = `N=V|export N=V|n: V|"n": "V",|{"level":"info","n":"V","status":200}|\\"n\\":\\"V\\"|run --k V --verbose|run --k=V
["run","--k","V"]|N V|p ACCESS V|the n is V|using n V for p|login failed for user bob, n V|"n" => "V"|setopt(curl, CURLOPT_N, "V");
System.setProperty("N", "V")|GET /v1/items?n=V&page=2 200|n := "V"|<n>V</n>|var n string = "V"|- name: N⏎  value: V|{"name":"N","value":"V"}
2026-01-02T03:04:05Z INFO loaded settings n=V region=eu|process.env.N = 'V'|("n", "V")|connected to p with n: V.|X-N: V|set N V|n=V, user=bob, host=db1
"env":{"N":"V","HOME":"/root"}|p_client = Client(n="V")|n :::= "V"|const n = 'V';|if n == "V" {|# n: V|[p]⏎n = V|'n': 'V',|n | V |N: "V"
if (n.equals("V")) {|cy.get("#n").type("V")|The n for user "bob" is "V".|Dim n As String = "V"|<n type="plain">V</n>|expect(n).toBe("V")
The default n is 'V'.|echo "The n is 'V'"|Use the n "V" to log in.|the n was changed to V
p: V # n|Error: n 'V' was rejected|curl -H "N: V" https://p.test|docker run -e N=V p/app|ENV N=V|n:V|%N%=V|$env:N = "V"|PRIVATE-k V`;
const NAMES =
  'password|db_password|passwd|token|api_token|access_token|auth_token|secret|client_secret|api_key|secret_key|access_key|private_key|secret_access_key';
const PROVIDERS = 'acme|contoso|fabrikam|northwind|initech|globex|hooli|umbrella|wayne|stark|wonka|soylent'.split('|');
const SECRETS = [
  '{base62:20}',
  '{base62:32}',
  '{base62:43}',
  '{hex:32}',
  '{hex:40}',
  '{hex:64}',
  '{base64:42}==',
  '{base64url:36}',
  '{alnum:24}',
  '{uuid}',
  'ab_live_{base62:24}',
  'pat-{hex:8}-{hex:24}',
  '{alnum:10}.{base62:20}',
  '{ALNUM:20}',
  '{base32:32}',
  '{hex:20}-{alnum:12}',
];
const PASSWORDS = [
  '{base62:9}!',
  '{alnum:6}#{ALNUM:4}',
  '{base62:12}',
  '{upper:1}{lower:5}{digits:3}$',
  '{lower:7}{digits:4}',
  '{lower:4}-{lower:5}-{digits:2}',
  '{base62:16}',
];
/** What people type: `w` stands for a word, `W` for a capitalised one. */
const TYPED =
  '{w}!|{w}@|{w}#1|{W}{w}|{W}!|{W}1|{W}12|{W}123|{W}1!|{W}@123|{W}2024|{w}99|{w}{w}7|{w}-{w}|{w}_{w}|{w}.{w}1|{w}{W}{w}|{W}#{w}|{W}$9|{w}1{w}2|P@ss{w}|5{w}|{w}4you|my{w}|sup3r{w}|{w}${w}|{w}{w}|{w}pw|{w}pass|{w}_pass|{w}db1|{w}'.split(
    '|',
  );
const WORDS =
  'dragon|monkey|shadow|sunshine|winter|summer|cackle|pepper|ginger|orange|purple|london|berlin|chelsea|arsenal|liver|thunder|mustang|soccer|hockey|jordan|harley|ranger|hunter|tigger|cookie|banana|cheese|coffee|diamond|silver|golden|rabbit|turtle|falcon|eagle|panda|wizard|matrix|phoenix|freedom|princess|superman|batman|starwars|football|baseball|michael|jennifer|jessica|daniel|robert|thomas|andrew|joshua|ashley|nicole|amanda|maggie|buster|sparky|fluffy|spring|autumn|monday|friday|garden|castle|rocket|hammer|copper|velvet|marble|cactus|hybrid|poney|grape|lemon|mango'.split(
    '|',
  );

/** @param count how many were typed before */
function typed(count: number): string {
  let next = count * 13;
  return (TYPED[count % TYPED.length] ?? '').replace(/\{[wW]\}/g, (place) => {
    next += 7;
    const word = WORDS[next % WORDS.length] ?? '';
    return place === '{W}' ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
  });
}

const OTHERS =
  'your-token-here|secret|my_secret|tokens/list|./secrets/db.txt|missing|expired|disabled|Bearer|hidden|n/a|required|string|getToken|TokenProvider|read:user|sha256|rotated|invalid_grant|db-credentials|DB_PASSWORD|not-set|null|oauth2|rsa-sha2-512|aes-256-gcm|application/json|2026-01-02|1200|0|enabled|default-token-x|kubernetes.io/dockerconfigjson|user.password|prompt|unauthorized|session|passwordless|plaintext|keyring|ENCRYPTED|********|incorrect|reset|refreshed|updated|vault|manager|ssm|v2|auth.service|my-app-secrets|credentials.json|expired_token|users.id'.split(
    '|',
  );

const nameOf = (name: string, provider: string, index: number): string =>
  index % 3 === 0 ? `${provider}_${name}` : name;

function fill(place: string, name: string, provider: string, value: string): string {
  const parts: Readonly<Record<string, string>> = {
    N: name.toUpperCase(),
    n: name,
    k: name.replaceAll('_', '-'),
    p: provider,
    V: value,
    '⏎': '\n',
  };
  return place.replace(/(?<![A-Za-z])[NnkpV](?![A-Za-z])|⏎|(?<=_|-)N\b/g, (part) => parts[part] ?? part);
}

let index = 0;
let typedBefore = 0;
for (const place of PLACES.split(/[|\n]/)) {
  for (const name of NAMES.split('|')) {
    for (let round = 0; round < 4; round++) {
      index++;
      const provider = PROVIDERS[index % PROVIDERS.length] ?? '';
      const isSecret = round % 2 === 0;
      const shapes = name.includes('pass') ? PASSWORDS : SECRETS;
      const shape = shapes[(index * 7) % shapes.length] ?? '';
      const isTyped = isSecret && shapes === PASSWORDS && round === 2;
      const value = isTyped
        ? typed(typedBefore++)
        : isSecret
          ? expand([shape], `synthetic-${index}`)
          : (OTHERS[(index * 11) % OTHERS.length] ?? '');
      const text = `${fill(place, nameOf(name, provider, index), provider, value)}\n`;
      for (const { start, end, description } of candidatesOf(text)) {
        const own = isSecret && text.slice(start, end).includes(value.slice(0, 12));
        if (isSecret && !own) continue;
        const repo = `synthetic/${index % 24}`;
        console.log(
          JSON.stringify({
            repo,
            file: `${repo}/${index}`,
            label: Number(isSecret),
            own: Number(own),
            uuid: false,
            value: text.slice(start, end),
            ...description,
          }),
        );
      }
    }
  }
}
