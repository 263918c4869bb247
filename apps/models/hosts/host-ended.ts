/** `asked`: by us. `late`: took too long. `memory`: held too much. `crashed`: by itself. `killed`: by somebody else, as by a machine without memory. `unborn`: could not be started. */
export type EndReason = 'asked' | 'late' | 'memory' | 'crashed' | 'killed' | 'unborn';

/** A host is no more. */
export class HostEnded extends Error {
  override readonly name = 'HostEnded';

  constructor(
    readonly reason: EndReason,
    how: string,
    /** The last it wrote to its log. */
    readonly words: string,
  ) {
    super(`a model host ended (${reason}): ${how}`);
  }
}
