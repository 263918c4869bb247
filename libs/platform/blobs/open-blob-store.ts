import type { NatsConnection } from '@nats-io/transport-node';
import { SettingsError, type SettingsOf } from '../settings';
import type { ServiceSettings } from '../service-settings';
import type { BlobStore } from './blob-store';
import { NatsBlobStore } from './nats-blob-store';

type BlobSettings = Pick<SettingsOf<ServiceSettings>, 'blobStore' | 'blobS3Bucket' | 'blobS3Prefix' | 'blobS3Endpoint' | 'blobS3Region'>;

/** The store that the operator has chosen; the code of the other one is not loaded. @throws SettingsError */
export const openBlobStore = async (settings: BlobSettings, connection: NatsConnection): Promise<BlobStore> => {
  if (settings.blobStore === 'nats') return new NatsBlobStore(connection);
  if (settings.blobS3Bucket === null) throw new SettingsError(['BLOB_S3_BUCKET is required while BLOB_STORE is s3']);
  const { S3BlobStore } = await import('./s3-blob-store');
  return new S3BlobStore({ bucket: settings.blobS3Bucket, prefix: settings.blobS3Prefix, endpoint: settings.blobS3Endpoint, region: settings.blobS3Region });
};
