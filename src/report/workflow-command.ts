/**
 * Workflow commands of GitHub Actions, `::error file=a,line=1::message`. The runner undoes these escapes after it has split the
 * line, so that nothing inside a name can end a property or begin another command.
 */
const DATA: Readonly<Record<string, string>> = { '%': '%25', '\r': '%0D', '\n': '%0A', ':': '%3A', ',': '%2C' };

/** Escapes a command's message. */
export function commandData(text: string): string {
  return text.replace(/[%\r\n]/g, (character) => DATA[character] ?? character);
}

/** Escapes a command's property. */
export function commandProperty(text: string): string {
  return text.replace(/[%\r\n:,]/g, (character) => DATA[character] ?? character);
}

/** One command, one line. */
export function workflowCommand(
  level: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const pairs = Object.entries(properties).map(([name, value]) => `${name}=${commandProperty(String(value))}`);
  return `::${level}${pairs.length > 0 ? ' ' : ''}${pairs.join(',')}::${commandData(message)}`;
}
