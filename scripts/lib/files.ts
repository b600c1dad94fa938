import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files under `root`/`folder` whose name ends in `suffix`, as sorted paths relative to `root` with `/`; none where there is no folder. */
export function filesUnder(root: string, folder: string, suffix: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
