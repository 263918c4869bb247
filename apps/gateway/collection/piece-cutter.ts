import { AppError } from '@ml/contracts/app-error';
import { MOST_RESOURCES } from '@ml/contracts/dto/collection-scan-dto';
import { CLASSES, CLOSE, COMMA, NEWLINE, SPACE } from '../body/byte-classes';
import { NO_RESOURCE } from './no-resource';
import { RESOURCES } from './resources-field';
import { ValueEnd } from './value-end';

/** Some resources of a scan, as they came. */
export interface Piece {
  /** Place of its first resource in the scan. */
  readonly first: number;
  /** The bytes of each. */
  readonly resources: readonly Uint8Array[];
  /** Places of those that were too large even to be looked at; `null` stands for each. */
  readonly tooLarge: readonly number[];
}

const MOST_IN_PIECE = 500;
const PIECE_BYTES = 512 * 1024;
/** One resource: far more than any cloud says of one, and little to hold. */
const RESOURCE_BYTES = 8 * 1024 * 1024;

/** Cuts a JSON list into pieces of whole elements, without parsing them. Equal bytes are cut equally, however they arrive. */
export class PieceCutter {
  private state: 'open' | 'first' | 'next' | 'after' | 'closed' = 'open';
  private readonly value = new ValueEnd();
  private within = false;
  /** Of the element at hand. */
  private parts: Uint8Array[] = [];
  private size = 0;
  private count = 0;
  /** Of the piece at hand. */
  private resources: Uint8Array[] = [];
  private tooLarge: number[] = [];
  private bytes = 0;

  /** The pieces that are whole now. @throws AppError BAD_JSON, BAD_FIELD (too many) */
  feed(chunk: Uint8Array): readonly Piece[] {
    const done: Piece[] = [];
    for (let at = 0; at < chunk.length; ) at = this.within ? this.through(chunk, at, done) : this.between(chunk, at);
    return done;
  }

  /** After the last chunk: what is left. */
  end(): Piece | undefined {
    return this.resources.length === 0 ? undefined : this.flush();
  }

  private through(chunk: Uint8Array, from: number, done: Piece[]): number {
    const end = this.value.find(chunk, from);
    const to = end === -1 ? chunk.length : end;
    this.size += to - from;
    if (this.size <= RESOURCE_BYTES) this.parts.push(chunk.subarray(from, to));
    else this.parts = [];
    if (end !== -1) this.take(done);
    return to;
  }

  private take(done: Piece[]): void {
    const fits = this.size <= RESOURCE_BYTES;
    const resource = fits ? this.whole() : NO_RESOURCE;
    const full = this.resources.length === MOST_IN_PIECE || this.bytes + resource.length > PIECE_BYTES;
    if (full && this.resources.length > 0) done.push(this.flush());
    if (!fits) this.tooLarge.push(this.count);
    this.resources.push(resource);
    this.bytes += resource.length + 1;
    this.count += 1;
    if (this.count > MOST_RESOURCES) throw new AppError('BAD_FIELD', `a scan has at most ${MOST_RESOURCES} resources: send the others as another scan`, { path: RESOURCES });
    [this.within, this.state, this.parts, this.size] = [false, 'after', [], 0];
    this.value.reset();
  }

  /** Without a copy when it lies in one chunk. */
  private whole(): Uint8Array {
    return this.parts.length === 1 ? (this.parts[0] as Uint8Array) : Buffer.concat(this.parts, this.size);
  }

  private flush(): Piece {
    const piece = { first: this.count - this.resources.length, resources: this.resources, tooLarge: this.tooLarge };
    [this.resources, this.tooLarge, this.bytes] = [[], [], 0];
    return piece;
  }

  /** One byte outside of elements. Returns the index of the first byte that was not used up. */
  private between(chunk: Uint8Array, at: number): number {
    const byteClass = CLASSES[chunk[at] as number] as number;
    if (byteClass === SPACE || byteClass === NEWLINE) return at + 1;
    if (this.state === 'open' || byteClass === COMMA || byteClass === CLOSE) {
      this.state = this.after(byteClass);
      return at + 1;
    }
    if (this.state === 'after') throw this.fault();
    this.within = true;
    return at;
  }

  private after(byteClass: number): 'first' | 'next' | 'closed' {
    if (this.state === 'open') return 'first';
    if (byteClass === CLOSE && this.state !== 'next') return 'closed';
    if (byteClass === COMMA && this.state === 'after') return 'next';
    throw this.fault();
  }

  private fault(): AppError {
    return new AppError('BAD_JSON', 'a comma too many or too few', { path: `${RESOURCES}[${this.count}]` });
  }
}
