import type { Bytes } from '@ml/units/brand';
import { fault, shown, type Read } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { decimal, name, size, text } from '../values';
import { buildStep } from './build-step';
import { observedList } from './observed-list';

export interface ImageLayer {
  readonly digest: string | null;
  readonly size: Bytes;
  /** The build step without values that may be secret. */
  readonly createdBy: string | null;
}

/** A container image as far as engines need it; null where the caller does not say. */
export interface ContainerImageState {
  readonly image: string;
  readonly digest: string | null;
  readonly size: Bytes | null;
  /** From the base upwards, as given: their order says what came on top of what. */
  readonly layers: readonly ImageLayer[];
  readonly pullsPerMonth: number | null;
  /** Nodes that hold it. */
  readonly nodes: number | null;
  readonly crossAzPullsPct: number | null;
  readonly egressPullsPct: number | null;
}

const amount = optional(decimal({ min: 0, max: 1e12 }));
const percent = optional(decimal({ min: 0, max: 100 }));

/** A TiB: the largest images that anyone runs, those with models in them, have a tenth of that. */
const MOST_BYTES = 2 ** 40;

const imageBytes: Read<Bytes> = (value) => {
  const read = size(value);
  if (read > MOST_BYTES) throw fault('BAD_QUANTITY', `${shown(value)} is more than a TiB`);
  return read;
};

const layerFields = object({ digest: optional(name), size_bytes: required(imageBytes), created_by: optional(text) });

/** Thousands of images share the same few steps: each is cleaned once for one list of images, and kept no longer. */
const layerReader = (): Read<ImageLayer> => {
  const cleaned = new Map<string, string>();
  const clean = (step: string): string => {
    const before = cleaned.get(step);
    if (before !== undefined) return before;
    const made = buildStep(step);
    cleaned.set(step, made);
    return made;
  };
  return (value) => {
    const layer = layerFields(value);
    return { digest: layer.digest, size: layer.size_bytes, createdBy: layer.created_by === null ? null : clean(layer.created_by) };
  };
};

const fieldsWith = (readLayer: Read<ImageLayer>) => object({
  image: required(name),
  digest: optional(name),
  size_bytes: optional(imageBytes),
  layers: fallback(array(readLayer), []),
  pulls_per_month: amount,
  nodes: amount,
  cross_az_pulls_pct: percent,
  egress_pulls_pct: percent,
});

const imageReader = (): Read<ContainerImageState> => {
  const fields = fieldsWith(layerReader());
  return (value) => {
    const given = fields(value);
    return {
      image: given.image,
      digest: given.digest,
      size: given.size_bytes,
      layers: given.layers,
      pullsPerMonth: given.pulls_per_month,
      nodes: given.nodes,
      crossAzPullsPct: given.cross_az_pulls_pct,
      egressPullsPct: given.egress_pulls_pct,
    };
  };
};

const IDENTITY = { of: (one: ContainerImageState): readonly string[] => (one.digest === null ? [one.image] : [one.image, one.digest]), path: ['image'] } as const;

/** `current_state.images`: one entry for each name and digest. Machine images are `amis`. */
export const readContainerImages: Read<readonly ContainerImageState[]> = (value) => observedList(imageReader(), IDENTITY)(value);
