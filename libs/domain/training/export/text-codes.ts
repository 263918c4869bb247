import type { TextFeature } from './model-export';

/** The column of a table that stands for texts: the place of each in the list of categories, NaN for any other. */
export const textCodes = ({ categories }: TextFeature, texts: readonly string[]): Float32Array => {
  const places = new Map(categories.map((category, place) => [category, place]));
  return Float32Array.from(texts, (text) => places.get(text) ?? Number.NaN);
};
