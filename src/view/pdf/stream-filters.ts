import type { Filter } from './filters.ts';
import { nameOf, type PdfObjects } from './objects.ts';
import type { Predictor } from './predictor.ts';
import type { PdfDictionary, PdfValue } from './value.ts';

/** Maximum number of filters of a stream; more are malicious. */
const MOST = 8;

function listOf(value: PdfValue | undefined): readonly (PdfValue | undefined)[] {
  return Array.isArray(value) ? (value as readonly PdfValue[]) : [value];
}

function numberOf(dictionary: PdfDictionary, key: string, other: number): number {
  const value = dictionary.get(key);
  return typeof value === 'number' && Number.isFinite(value) ? value : other;
}

/** Rows and pixels in bytes, from the parameters for an image's form (ISO 32000-1, table 8). */
function predictorOf(parameters: PdfDictionary): Predictor | undefined {
  const kind = numberOf(parameters, 'Predictor', 1);
  if (kind <= 1) return undefined;
  const bits = numberOf(parameters, 'Colors', 1) * numberOf(parameters, 'BitsPerComponent', 8);
  const row = Math.ceil((bits * numberOf(parameters, 'Columns', 1)) / 8);
  return { kind, row, pixel: Math.max(1, Math.ceil(bits / 8)) };
}

/** The filters in a stream's dictionary, in the order of decoding. */
export function filtersOf(dictionary: PdfDictionary, objects: PdfObjects): Filter[] {
  const names = listOf(objects.resolve(dictionary.get('Filter') ?? dictionary.get('F')));
  const parameters = listOf(objects.resolve(dictionary.get('DecodeParms') ?? dictionary.get('DP')));
  return names.slice(0, MOST).flatMap((value, index) => {
    const name = nameOf(objects.resolve(value));
    const own = objects.dictionary(parameters[index]);
    if (name === undefined) return [];
    return [
      {
        name,
        predictor: own && predictorOf(own),
        earlyChange: own === undefined || numberOf(own, 'EarlyChange', 1) !== 0,
      },
    ];
  });
}
