import { createHash } from 'node:crypto';
import type { EmbeddedContainer } from './text-scan.ts';

/**
 * Containers that decoding found in one text, each once: what is inside an encoding is met again in the views that undo
 * other encodings around it. Of equal ones the one with the fewest steps is kept.
 */
export function distinctContainers(containers: readonly EmbeddedContainer[]): readonly EmbeddedContainer[] {
  if (containers.length < 2) return containers;
  const byContent = new Map<string, EmbeddedContainer>();
  for (const container of containers) {
    const key = createHash('sha256').update(container.bytes).digest('base64');
    const known = byContent.get(key);
    if (known === undefined || container.view.length < known.view.length) byContent.set(key, container);
  }
  return [...byContent.values()];
}
