/**
 * Comparisons, conditions, functions, assignments to members, objects with members, and keywords that another must follow: common in
 * minified programs without blanks, and very rare in random characters.
 */
const EXPRESSION =
  /[\w$)\]}"'`][!=]==|[\w$)\]}"'`][!=]=(?:null|typeof|this)|[\w$)\]}"'`](?:&&|\|\|)[\w$"'`({[/!-]|[\w$)]=>[\w$"'`({[/!-]|[,;][\w$]{1,12}(?:\.[\w$]{1,40}){1,4}=|^\{[\w$]{1,24}:[\w$"'`({[/!-]|[=:?,;(+|&!>-](?:new|var|let|const|void|typeof|function|return|delete|await)$/;
/** `n+1e3`, `t+null`: a short name and a number. */
const SUM = /^[\w$]{1,3}\+-?(?:0x[\da-f]{1,16}|\d[\de.]{0,15}|null)[,;})\]]*$/;

/** Whether a text is, or holds, an expression of code. */
export function isExpression(text: string): boolean {
  return EXPRESSION.test(text) || SUM.test(text);
}
