import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { memoryReader, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess } from '../random-access.ts';
import { PlistObjects } from './objects.ts';
import { PlistText } from './text.ts';

/** Largest list that is read, and maximum size of its text. */
const LARGEST = 64 * 1024 * 1024;

function* events(blob: Blob, access: RandomAccess, budget: Budget): Generator<SourceEvent> {
  if (access.size > LARGEST) {
    yield skipOf(blob, { reason: 'too-large', detail: `a property list of over ${LARGEST} bytes` });
    return;
  }
  const objects = PlistObjects.of(access.read(0, access.size));
  if (objects === undefined) {
    yield skipOf(blob, { reason: 'corrupt', detail: 'the table of the property list is broken or cut' });
    return;
  }
  const text = new PlistText(objects, Math.min(LARGEST, budget.limit - budget.spent));
  const bytes = text.write();
  budget.spend(bytes.length);
  if (bytes.length > 0) yield nestedBlob(blob, 'bplist:values', bytes.length, () => memoryReader(bytes));
  if (text.isBroken) yield skipOf(blob, { reason: 'corrupt', detail: 'objects of the property list are broken' });
  if (text.isCut)
    yield skipOf(blob, { reason: 'too-expanded', detail: 'objects that stand for too much text were not scanned' });
}

/** Gives the values of an Apple binary property list as one JSON text, so that each is next to its name. */
export function expandPlist(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
