/** Stands in a piece for a resource that is left out, so that the others keep their places. */
export const NO_RESOURCE = Buffer.from('null');
