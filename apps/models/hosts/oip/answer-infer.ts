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
  return { headerLength, rows, sample: sampleOf(metadata, { feeds, rows }, { fetched, count: Math.min(rows, request.sampleRows) }), milliseconds, bytes };
};

const sampleOf = (
  { inputs, outputs }: ModelMetadata,
  { feeds }: InferFeeds,
  { fetched, count }: { readonly fetched: Fetched; readonly count: number },
): InferReplyHead['sample'] => ({
  input: sampleRows(
    inputs.map(({ name }) => feeds[name]),
    count,
  ),
  output: sampleRows(
    outputs.filter(({ datatype }) => datatype !== 'BYTES').map(({ name }) => fetched[name]),
    count,
  ).map((row) => row.map(Number)),
});
