/** Ends the work on a chunk that was called off, or ended by another worker, meanwhile: what was begun is rolled back, nothing has failed. */
export class ChunkCancelled extends Error {
  override readonly name = 'ChunkCancelled';
}
