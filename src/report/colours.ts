import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import type { Palette } from './layout.ts';

/** Chalk joins its arguments; a style takes one, so that it may stand as the callback of `map`. */
function style(chain: ChalkInstance): (text: string) => string {
  return (text) => chain(text);
}

/** A palette of colours. */
export function colours(): Palette {
  const chalk = new Chalk({ level: 1 });
  return {
    strong: style(chalk.bold),
    faint: style(chalk.dim),
    heading: style(chalk.bold.cyan),
    place: style(chalk.bold),
    severity: {
      critical: style(chalk.bold.red),
      high: style(chalk.red),
      medium: style(chalk.yellow),
      low: style(chalk.blue),
      info: style(chalk.dim),
    },
    outcome: {
      fail: style(chalk.bold.white.bgRed),
      incomplete: style(chalk.bold.black.bgYellow),
      empty: style(chalk.bold.black.bgYellow),
      clean: style(chalk.bold.black.bgGreen),
    },
  };
}
