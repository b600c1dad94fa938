/** Longest heading of a column, in bytes. */
const LONGEST = 48;
/** Headings under which secrets stand: names of columns, titles of tables, in the languages of the generic rule. */
const CREDENTIAL =
  /pass(?:word|wort|wd|phrase|code|$)|pwd|passe|secret|token|credential|creds?$|api[ _.-]?key|(?:access|private|account|shared|auth|master|encryption|signing|license)[ _.-]?key|contrase|senha|wachtwoord|kennwort|haslo|heslo/i;
const PLAIN = /^[\w .:/()#-]+$/;

/** Whether a heading says that secrets stand below it. `text` is Latin-1. */
export function isCredentialHeading(text: string): boolean {
  return text.length <= LONGEST && CREDENTIAL.test(text) && PLAIN.test(text);
}

/** Whether a text may be the heading of a column: a name or a few words, no value. */
export function isHeading(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST && /[A-Za-z]/.test(text) && PLAIN.test(text);
}
