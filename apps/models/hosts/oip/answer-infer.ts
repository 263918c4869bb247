import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { InferReplyHead, InferRequestHead } from '../host-protocol';
import { checkShapes } from '../row-output';
import type { Fetched, Session } from '../session';
import { inferFeeds, type InferFeeds } from './infer-feeds';
import { readInferRequest } from './infer-request';
import { inferResponse, wantedOutputs } from './infer-response';
import { rawRequest } from './raw-request';
import { sampleRows } from './sample-rows';

interface Asked {
  readonly session: Session;
  readonly metadata: ModelMetadata;
  readonly request: InferRequestHead;
  readonly body: Uint8Array;
}

/** They are read on the service's event loop: of a model with thousands of features a few rows are enough. */
const MOST_CELLS = 20_000;

/** One request of the Open Inference Protocol, from bytes to bytes. @throws AppError BAD_JSON, BAD_TENSOR, MODEL_FAILED */
export const answerInfer = async ({ session, metadata, request, body }: Asked): Promise<InferReplyHead & { readonly bytes: Uint8Array }> => {
  const { inputs, outputs } = metadata;
  const asked = request.headerLength === 0 ? rawRequest(body, inputs) : readInferRequest(body, request.headerLength);
  const { feeds, rows } = inferFeeds(asked, inputs);
  const wanted = wantedOutputs(asked, outputs);
  const startedAt = performance.now();
  // All of them: the log wants them too.
  const fetched = await session.run(
    feeds,
    outputs.map(({ name }) => name),
  );
  const milliseconds = performance.now() - startedAt;
  checkShapes(outputs, fetched, rows);
  const { bytes, headerLength } = inferResponse({ model: request.model, id: asked.id, wanted, fetched });
  return { headerLength, rows, sample: sampleOf(metadata, { feeds, rows }, { fetched, most: request.sampleRows }), milliseconds, bytes };
};

const sampleOf = (
  { inputs, outputs }: ModelMetadata,
  { feeds, rows }: InferFeeds,
  { fetched, most }: { readonly fetched: Fetched; readonly most: number },
): InferReplyHead['sample'] => {
  const numeric = outputs.filter(({ datatype }) => datatype !== 'BYTES');
  const width = [...inputs.map(({ features }) => features), ...numeric.map(({ columns }) => columns)].reduce((sum, { length }) => sum + length, 0);
  const count = Math.min(rows, most, Math.max(1, Math.floor(MOST_CELLS / width)));
  const shown = (of: readonly { readonly name: string }[], tensors: Fetched) =>
    sampleRows(
      of.map(({ name }) => tensors[name]),
      count,
    );
  return { input: shown(inputs, feeds), output: shown(numeric, fetched).map((row) => row.map(Number)) };
};
