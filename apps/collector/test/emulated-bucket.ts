import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ownEmulator, type OwnEmulator } from '@ml/testing/own-emulator';

export interface EmulatedBucket {
  readonly emulator: OwnEmulator;
  readonly s3: S3Client;
  /** Of all that lies in it. */
  keys(): Promise<readonly string[]>;
}

/** A bucket of an object store of the spec file's own; it ends with the file. Call `builtServices()` before. */
export const emulatedBucket = async (bucket: string): Promise<EmulatedBucket> => {
  // The SDK looks for them in the environment of the process.
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) process.env[name] = 'emulated';
  const emulator = await ownEmulator();
  const s3 = new S3Client({ endpoint: emulator.url, region: 'us-east-1', forcePathStyle: true });
  return { emulator, s3, keys: async () => ((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map(({ Key }) => Key ?? '') };
};
