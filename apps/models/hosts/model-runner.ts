import { AppError } from '@ml/contracts/app-error';
import type { HostReply, HostRequest, InferRequestHead, RunRequest } from './host-protocol';
import { loadModel, type LoadedModel } from './load-model';
import { answerInfer } from './oip/answer-infer';
import { rowFeeds } from './row-feeds';
import { rowOutput } from './row-output';

interface Answer<Request extends HostRequest> {
  readonly reply: HostReply<Request>;
  readonly bytes?: Uint8Array;
}

/** The one model of a host. */
export class ModelRunner {
  private loaded: LoadedModel | undefined;

  async answer(request: HostRequest, body: Uint8Array): Promise<Answer<HostRequest>> {
    switch (request.kind) {
      case 'load':
        this.loaded = await loadModel(request);
        return { reply: this.loaded.reply };
      case 'run':
        return this.run(request, body);
      case 'infer':
        return this.infer(request, body);
    }
  }

  private async run({ rows, cells }: RunRequest, body: Uint8Array): Promise<Answer<RunRequest>> {
    const { session, reply } = this.model();
    const { inputs, outputs } = reply.metadata;
    const feeds = rowFeeds(inputs, cells === undefined ? { rows, values: new Float32Array(body.buffer, body.byteOffset, body.byteLength >> 2) } : { rows, cells });
    const startedAt = performance.now();
    const fetched = await session.run(
      feeds,
      outputs.map(({ name }) => name),
    );
    const milliseconds = performance.now() - startedAt;
    const values = rowOutput(outputs, fetched, rows);
    return { reply: { rows, columns: outputs.flatMap(({ columns }) => columns), milliseconds }, bytes: new Uint8Array(values.buffer) };
  }

  private async infer(request: InferRequestHead, body: Uint8Array): Promise<Answer<InferRequestHead>> {
    const { session, reply } = this.model();
    const { bytes, ...head } = await answerInfer({ session, metadata: reply.metadata, request, body });
    return { reply: head, bytes };
  }

  private model(): LoadedModel {
    if (this.loaded === undefined) throw new AppError('MODEL_NOT_READY', 'the host has no model yet');
    return this.loaded;
  }
}
