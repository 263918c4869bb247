import type { Analysis } from './findings';

/** In place of an id: the image holds this content already. */
export const REPEATED = -1;

/** The layers of all images as a registry keeps them: each content once. */
export interface Shelf {
  /** Of each image, in their order, an id for each of its layers: the same for the same content in any image. An image without layers is one. */
  readonly ids: readonly (readonly number[])[];
  /** By id: how many images hold it. */
  readonly holders: readonly number[];
  readonly uniqueBytes: number;
}

const NOBODY = -1;

/** Layers without a digest cannot be recognised elsewhere, and an image without layers is one: each counts for itself. */
export const shelved = (all: readonly Analysis[]): Shelf => {
  const known = new Map<string, number>();
  const holders: number[] = [];
  /** By id, the last image that it was put down for: a digest twice in one image counts once. */
  const lastHolder: number[] = [];
  let uniqueBytes = 0;
  const put = (digest: string | null, size: number): number => {
    const before = digest === null ? undefined : known.get(digest);
    const id = before ?? holders.length;
    if (before === undefined) {
      holders.push(0);
      lastHolder.push(NOBODY);
      uniqueBytes += size;
      if (digest !== null) known.set(digest, id);
    }
    return id;
  };
  const ids = all.map(({ image, bytes }, at) => {
    const given = image.layers.length === 0 ? [{ digest: null, size: bytes }] : image.layers;
    return given.map(({ digest, size }) => {
      const id = put(digest, size);
      if (lastHolder[id] === at) return REPEATED;
      lastHolder[id] = at;
      holders[id] = (holders[id] ?? 0) + 1;
      return id;
    });
  });
  return { ids, holders, uniqueBytes };
};

/** By id: how many images would be rebuilt without the layer, or with less in it. */
export const rebuiltHolders = ({ ids, holders }: Shelf, all: readonly Analysis[], rebuilt: ReadonlySet<number>): readonly number[] => {
  const counts = holders.map(() => 0);
  for (const index of rebuilt) {
    const removable = all[index]?.removable ?? [];
    ids[index]?.forEach((id, layer) => {
      if (id !== REPEATED && (removable[layer] ?? 0) > 0) counts[id] = (counts[id] ?? 0) + 1;
    });
  }
  return counts;
};
