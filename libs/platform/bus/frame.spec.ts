import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { openAttachment } from './open-attachment';
import { sha256Of, type Packed } from './packed';
import { Packer } from './packer';
import { packFrame, unpackFrame, type BlobDepot } from './frame';

class MapDepot implements BlobDepot {
  readonly blobs = new Map<string, Uint8Array>();

  put(bytes: Uint8Array): Promise<string> {
    const id = `blob-${this.blobs.size}`;
    this.blobs.set(id, bytes);
    return Promise.resolve(id);
  }

  get(id: string): Promise<Uint8Array> {
    const bytes = this.blobs.get(id);
    return bytes === undefined ? Promise.reject(new AppError('NOT_FOUND', id)) : Promise.resolve(bytes);
  }
}

const KIB = 1024;
/** Cheap bytes that do not compress. */
const noise = (length: number): Uint8Array => {
  let state = 1;
  return Uint8Array.from({ length }, () => ((state = (state * 48_271) % 2_147_483_647) >>> 8) & 255);
};

const packed = async (bytes: Uint8Array): Promise<Packed> => {
  const packer = new Packer();
  for (let at = 0; at < bytes.byteLength; at += 100 * KIB) await packer.write(bytes.subarray(at, at + 100 * KIB));
  return packer.finish();
};

describe('a frame on the bus', () => {
  it('gives back what was packed', async () => {
    const bytes = fc.uint8Array({ maxLength: 2_000 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.option(bytes, { nil: undefined }), async (json, attachment) => {
        const depot = new MapDepot();
        const parcel = await unpackFrame(await packFrame({ json, attachment }, depot), depot);
        expect([...parcel.json]).toEqual([...json]);
        expect(parcel.attachment && [...(await openAttachment(parcel.attachment))]).toEqual(attachment && [...attachment]);
      }),
    );
  });

  it('leaves a small body alone: no mark, no copy', async () => {
    const json = new Uint8Array([123, 125]);
    const frame = await packFrame({ json, attachment: undefined }, new MapDepot());
    expect(frame.payload).toBe(json);
    expect(frame.marks).toEqual({});
  });

  it('compresses a large body, and sends it inline when it is small enough then', async () => {
    const depot = new MapDepot();
    const json = new Uint8Array(4_000 * KIB);
    const frame = await packFrame({ json, attachment: undefined }, depot);
    expect(frame.marks).toEqual({ encoding: 'zstd' });
    expect((await unpackFrame(frame, depot)).json.byteLength).toBe(json.byteLength);
  });

  it('leaves dense bytes uncompressed while they fit into one message', async () => {
    const json = new Uint8Array([48]);
    const fits = await packFrame({ json, attachment: new Uint8Array(600 * KIB), dense: true }, new MapDepot());
    expect([fits.marks, fits.payload.byteLength]).toEqual([{ json: '1' }, 600 * KIB + 1]);
    const tooLarge = await packFrame({ json, attachment: new Uint8Array(1_000 * KIB), dense: true }, new MapDepot());
    expect(tooLarge.marks).toEqual({ json: '1', encoding: 'zstd' });
  });

  it('sends what stays large by reference', async () => {
    const depot = new MapDepot();
    const attachment = noise(2_000 * KIB);
    const frame = await packFrame({ json: new Uint8Array([48]), attachment }, depot);
    expect(frame.marks.blob).toBe('blob-0');
    expect(frame.payload.byteLength).toBe(0);
    expect(Buffer.from(await openAttachment((await unpackFrame(frame, depot)).attachment)).equals(attachment)).toBe(true);
  });

  it('carries packed bytes behind the JSON while they are few, and by reference when they are many or were fetched from there', async () => {
    const depot = new MapDepot();
    const json = new Uint8Array([48]);
    for (const bytes of [noise(300 * KIB), noise(2_000 * KIB)]) {
      const frame = await packFrame({ json, attachment: await packed(bytes) }, depot);
      const parcel = await unpackFrame(frame, depot);
      expect([...parcel.json]).toEqual([48]);
      expect(sha256Of(parcel.attachment)).toBe(sha256Of(bytes));
      expect(Buffer.from(await openAttachment(parcel.attachment)).equals(bytes)).toBe(true);
      const passedOn = await packFrame(parcel, depot);
      expect(Buffer.from(await openAttachment((await unpackFrame(passedOn, depot)).attachment)).equals(bytes)).toBe(true);
    }
    expect(depot.blobs.size).toBe(1);
  });

  it('carries packed bytes beside a body that is large itself', async () => {
    const depot = new MapDepot();
    const [json, bytes] = [noise(2_000 * KIB), noise(10 * KIB)];
    const parcel = await unpackFrame(await packFrame({ json, attachment: await packed(bytes) }, depot), depot);
    expect(Buffer.from(parcel.json).equals(json)).toBe(true);
    expect(Buffer.from(await openAttachment(parcel.attachment)).equals(bytes)).toBe(true);
  });

  it('says BAD_ENCODING when compressed bytes are broken', async () => {
    await expect(unpackFrame({ payload: new Uint8Array([1, 2, 3]), marks: { encoding: 'zstd' } }, new MapDepot())).rejects.toMatchObject({ code: 'BAD_ENCODING' });
  });
});
