import type { Analysis } from './findings';

export interface ShelvedLayer {
  /** The same for the same content in any image. */
  readonly id: number;
  readonly size: number;
  /** Bytes of it that need not be there. */
  readonly removable: number;
}

/** The layers of all images as a registry keeps them: each content once. */
export interface Shelf {
  /** Of each image, in the order of the images, without repetitions. */
  readonly layers: readonly (readonly ShelvedLayer[])[];
  /** By id: how many images hold it. */
  readonly holders: readonly number[];
  readonly uniqueBytes: number;
}

/** Layers without a digest cannot be recognised elsewhere, and an image without layers is one: each counts for itself. */
export const shelved = (all: readonly Analysis[]): Shelf => {
  const ids = new Map<string, number>();
  const holders: number[] = [];
  let uniqueBytes = 0;
  const put = (digest: string | null, size: number): number => {
    const known = digest === null ? undefined : ids.get(digest);
    const id = known ?? holders.length;
    if (known === undefined) {
      holders.push(0);
      uniqueBytes += size;
      if (digest !== null) ids.set(digest, id);
    }
    return id;
  };
  const layers = all.map(({ image, bytes, removable }) => {
    const given = image.layers.length === 0 ? [{ digest: null, size: bytes }] : image.layers;
    const own: ShelvedLayer[] = [];
    given.forEach(({ digest, size }, index) => {
      const id = put(digest, size);
      if (own.some((layer) => layer.id === id)) return;
      holders[id] = (holders[id] ?? 0) + 1;
      own.push({ id, size, removable: removable[index] ?? 0 });
    });
    return own;
  });
  return { layers, holders, uniqueBytes };
};

/** By id: how many images would be rebuilt without the layer, or with less in it. */
export const rebuiltHolders = ({ layers, holders }: Shelf, rebuilt: ReadonlySet<number>): readonly number[] => {
  const counts = holders.map(() => 0);
  for (const index of rebuilt) for (const { id, removable } of layers[index] ?? []) if (removable > 0) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
};
