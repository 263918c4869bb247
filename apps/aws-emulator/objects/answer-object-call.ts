import { emptyAnswer, objectRefusal, xmlAnswer, xmlList, type ObjectAnswer } from './object-answer';
import { isIntact, type ObjectCall } from './object-call';
import type { ObjectPlace, ObjectShelf, StoredObject } from './object-shelf';

const METADATA = 'x-amz-meta-';
const PAGE = 1_000;

type Answer = (call: ObjectCall, shelf: ObjectShelf) => ObjectAnswer;

/** The answer of the object store. Objects are looked for before the caller's rights would be, as for callers who may list. */
export const answerObjectCall = (call: ObjectCall, shelf: ObjectShelf): ObjectAnswer => {
  if (!shelf.has(call.bucket)) return objectRefusal(404, 'NoSuchBucket');
  if (!isIntact(call)) return objectRefusal(400, 'BadDigest');
  return (ANSWERS[operationOf(call)] ?? notImplemented)(call, shelf);
};

/** `PUT key?uploadId`: what is asked for stands in the method, in the place and in the parameters. */
const operationOf = ({ method, key, query }: ObjectCall): string => {
  const flag = ['uploads', 'uploadId', 'list-type'].find((name) => query.has(name));
  return [method, key === '' ? 'bucket' : 'key', ...(flag === undefined ? [] : [flag])].join(' ');
};

const notImplemented: Answer = () => objectRefusal(501, 'NotImplemented');

const headersOf = ({ etag, modified, bytes, metadata }: StoredObject): Readonly<Record<string, string>> => ({
  etag,
  'last-modified': modified.toUTCString(),
  'content-length': String(bytes.length),
  ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [METADATA + name, value])),
});

const metadataOf = ({ headers }: ObjectCall): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (name.startsWith(METADATA) && typeof value === 'string' ? [[name.slice(METADATA.length), value]] : [])));

const placeOf = ({ bucket, key, query }: ObjectCall): ObjectPlace => ({ bucket, key, uploadId: query.get('uploadId') ?? '' });

const getObject: Answer = ({ bucket, key }, shelf) => {
  const object = shelf.get(bucket, key);
  return object === undefined ? objectRefusal(404, 'NoSuchKey') : { status: 200, headers: headersOf(object), body: object.bytes };
};

const headObject: Answer = ({ bucket, key }, shelf) => {
  const object = shelf.get(bucket, key);
  return object === undefined ? emptyAnswer(404) : emptyAnswer(200, headersOf(object));
};

const putObject: Answer = (call, shelf) => emptyAnswer(200, { etag: shelf.put(call.bucket, call.key, { bytes: call.body, metadata: metadataOf(call) }).etag });

const deleteObject: Answer = ({ bucket, key }, shelf) => {
  shelf.delete(bucket, key);
  return emptyAnswer(204);
};

const listObjects: Answer = ({ bucket, query }, shelf) => {
  const prefix = query.get('prefix') ?? '';
  const found = shelf.list(bucket, prefix, query.get('continuation-token') ?? query.get('start-after') ?? '');
  const page = found.slice(0, Math.min(PAGE, Number(query.get('max-keys') ?? PAGE)));
  const isCut = page.length < found.length;
  return xmlList(
    'ListBucketResult',
    { Name: bucket, Prefix: prefix, KeyCount: page.length, IsTruncated: isCut, NextContinuationToken: isCut ? page.at(-1)?.key : undefined },
    page.map(({ key, etag, modified, bytes }) => ({ Contents: { Key: key, LastModified: modified.toISOString(), ETag: etag, Size: bytes.length } })),
  );
};

const listUploads: Answer = ({ bucket, query }, shelf) =>
  xmlList(
    'ListMultipartUploadsResult',
    { Bucket: bucket, IsTruncated: false },
    shelf.listUploads(bucket, query.get('prefix') ?? '').map(({ id, key, started }) => ({ Upload: { Key: key, UploadId: id, Initiated: started.toISOString() } })),
  );

const startUpload: Answer = (call, shelf) =>
  xmlAnswer(200, { InitiateMultipartUploadResult: { Bucket: call.bucket, Key: call.key, UploadId: shelf.startUpload(call.bucket, call.key, metadataOf(call)) } });

const putPart: Answer = (call, shelf) => {
  const part = shelf.putPart(placeOf(call), Number(call.query.get('partNumber')), call.body);
  return part === undefined ? objectRefusal(404, 'NoSuchUpload') : emptyAnswer(200, { etag: part.etag });
};

const completeUpload: Answer = (call, shelf) => {
  const parts = [...call.body.toString('utf8').matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, part]) => Number(part));
  const object = shelf.completeUpload(placeOf(call), parts);
  return object === undefined ? objectRefusal(400, 'InvalidPart') : xmlAnswer(200, { CompleteMultipartUploadResult: { Bucket: call.bucket, Key: call.key, ETag: object.etag } });
};

const abortUpload: Answer = (call, shelf) => {
  shelf.abortUpload(placeOf(call));
  return emptyAnswer(204);
};

const ANSWERS: Readonly<Record<string, Answer>> = {
  'GET key': getObject,
  'HEAD key': headObject,
  'PUT key': putObject,
  'DELETE key': deleteObject,
  'GET bucket list-type': listObjects,
  'GET bucket uploads': listUploads,
  'POST key uploads': startUpload,
  'PUT key uploadId': putPart,
  'POST key uploadId': completeUpload,
  'DELETE key uploadId': abortUpload,
  'HEAD bucket': () => emptyAnswer(200),
};
