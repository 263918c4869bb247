import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { PLATFORM_KEY, type RunningGateway } from './running-gateway';

export const UPLOAD = '/api/v1/ml/models/upload';
export const GOOD_FIELDS = { model_name: 'spot-price', model_version: '1.0.0', model_type: 'spot_price_predictor', trained_until_date: '2026-10-31' } as const;
/** Begins as ONNX does: the version of its format. */
export const MODEL_BYTES = Buffer.from([0x08, 0x0a, 0x12, 0x04, ...Buffer.from('spec')]);

export type Part = readonly [name: string, value: string] | readonly [name: string, value: Uint8Array, fileName: string];

export const formOf = (parts: readonly Part[]): FormData => {
  const form = new FormData();
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([Uint8Array.from(value)]), fileName);
  }
  return form;
};

export const modelForm = (fields: object = GOOD_FIELDS, file: Uint8Array = MODEL_BYTES, name = 'model.onnx'): FormData =>
  formOf([...Object.entries(fields).map(([key, value]) => [key, String(value)] as const), ['file', file, name]]);

export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export const upload = async ({ url }: Pick<RunningGateway, 'url'>, form: FormData, { path = UPLOAD, key = PLATFORM_KEY }: { readonly path?: string; readonly key?: string } = {}): Promise<Answered> => {
  const response = await fetch(`${url}${path}`, { method: 'POST', headers: { 'x-api-key': key }, body: form });
  return { status: response.status, body: (await response.json()) as Answered['body'] };
};

const MIB = 1024 * 1024;
const BOUNDARY = 'boundary-of-specs';
export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
export const FILE_HEAD = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="model.onnx"\r\ncontent-type: application/octet-stream\r\n\r\n`;

export interface Sent extends Answered {
  readonly sentBytes: number;
}

/** Sends a form with one file of so many megabytes until it is answered; none of it is kept anywhere. */
export const sendLargeFile = ({ url }: Pick<RunningGateway, 'url'>, megabytes: number, { announced }: { readonly announced: boolean }): Promise<Sent> =>
  new Promise((resolve) => {
    let sentBytes = 0;
    const tail = `\r\n--${BOUNDARY}--\r\n`;
    const length = Buffer.byteLength(FILE_HEAD) + megabytes * MIB + Buffer.byteLength(tail);
    const headers = { 'content-type': FORM_TYPE, 'x-api-key': PLATFORM_KEY, ...(announced && { 'content-length': length }) };
    const outgoing = httpRequest(`${url}${UPLOAD}`, { method: 'POST', headers }, (incoming) => {
      const sent = sentBytes;
      void buffer(incoming).then((bytes) => {
        outgoing.destroy();
        resolve({ status: incoming.statusCode ?? 0, body: JSON.parse(bytes.toString()) as Answered['body'], sentBytes: sent });
      });
    });
    outgoing.on('error', () => undefined);
    outgoing.write(FILE_HEAD);
    const piece = Buffer.alloc(MIB, 8);
    const write = (): void => {
      while (sentBytes < megabytes * MIB && !outgoing.destroyed) {
        sentBytes += MIB;
        if (!outgoing.write(piece)) return void outgoing.once('drain', write);
      }
      if (!outgoing.destroyed) outgoing.end(tail);
    };
    write();
  });
