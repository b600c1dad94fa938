import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** True when the module with this `import.meta.url` is the script that Node was started with. */
export function isMain(moduleUrl: string): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}
