import type { PieceKept } from '@ml/contracts/collection';
import type { Reason } from '@ml/contracts/decision';
import { nextTurn } from '@ml/platform/next-turn';
import { NO_RESOURCE } from './no-resource';
import type { Piece } from './piece-cutter';
import { RESOURCES } from './resources-field';

const TEXTS = {
  BAD_JSON: 'the resource is not valid JSON; it is left out',
  RESOURCE_TOO_LARGE: 'the resource is too large, compressed too; it is left out',
} as const;

export type LeftOut = keyof typeof TEXTS;

export const reasonOf = (code: LeftOut): Reason => ({ code, text: TEXTS[code] });

/** An answer about a piece. */
export type Told = Pick<PieceKept, 'faults'>;

/** As strict as the collector's: it takes no bytes that are no UTF-8. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const isJson = (bytes: Uint8Array): boolean => {
  try {
    JSON.parse(decoder.decode(bytes));
    return true;
  } catch {
    return false;
  }
};

/** The piece, which is no JSON, without the resources that are none: what is wrong with one must not cost the others. One that is alone may be large, and is known to be it. */
export const withoutBroken = async ({ resources }: Piece): Promise<{ readonly resources: readonly Uint8Array[]; readonly broken: readonly number[] }> => {
  if (resources.length === 1) return { resources: [NO_RESOURCE], broken: [0] };
  await nextTurn();
  const broken = resources.flatMap((bytes, index) => (isJson(bytes) ? [] : [index]));
  return { resources: resources.map((bytes, index) => (broken.includes(index) ? NO_RESOURCE : bytes)), broken };
};

/** What was found where `null` stands for a resource is said as what it was. */
export const renamed = <Answer extends Told>(kept: Answer, places: readonly number[], code: LeftOut): Answer => {
  const paths = new Set(places.map((place) => `${RESOURCES}[${place}]`));
  const faults = kept.faults.map((fault) => (paths.has(fault.path) ? { path: fault.path, ...reasonOf(code) } : fault));
  return { ...kept, faults };
};
