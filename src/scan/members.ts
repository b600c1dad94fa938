import type { Blob, SourceEvent } from '../types.ts';
import type { Budget } from '../view/budget.ts';
import type { CarveSearch } from '../view/carve/search.ts';
import type { ContainerKind } from '../view/container-kind.ts';

/** Yields what is inside a blob: the members of the container that it is, and of the containers among its bytes. */
export async function* membersOf(
  blob: Blob,
  { container, carved }: { readonly container: ContainerKind | undefined; readonly carved: CarveSearch },
  { budget, depth }: { readonly budget: Budget; readonly depth: number },
): AsyncGenerator<SourceEvent> {
  if (container !== undefined) {
    const { expandContainer } = await import('../view/containers.ts');
    yield* expandContainer(blob, container, budget, depth);
  }
  if (carved.isEmpty) return;
  const { expandCarved } = await import('../view/carve/carve.ts');
  yield* expandCarved(blob, carved, budget, depth);
}
