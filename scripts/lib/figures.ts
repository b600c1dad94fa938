/** Figures that a scorer printed, by name. */
export type Figures = Readonly<Record<string, number>>;

/** The last `name 12.3` of each kind in the scorer's last line. Throws where a figure is not there. */
export function readFigures(output: string, patterns: Readonly<Record<string, RegExp>>): Figures {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  return Object.fromEntries(
    Object.entries(patterns).map(([name, pattern]) => {
      const found = pattern.exec(last)?.[1];
      if (found === undefined) throw new Error(`Cannot read ${name} from the scorer: ${last || 'it printed nothing'}`);
      return [name, Number(found)];
    }),
  );
}

/** What is worse than its limit; a limit of false alarms is a ceiling, any other a floor. */
export function worseThan(limits: Figures, figures: Figures): string[] {
  return Object.entries(limits).flatMap(([name, limit]) => {
    const figure = figures[name] ?? Number.NaN;
    const ceiling = name === 'falseAlarms';
    const holds = ceiling ? figure <= limit : figure >= limit;
    return holds ? [] : [`${name} is ${figure}, the limit is ${ceiling ? 'at most' : 'at least'} ${limit}`];
  });
}
