import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ScanHeader } from '@ml/contracts/collection';
import type { ScanAcceptedDto } from '@ml/contracts/dto/collection-scan-dto';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import type { BodySource } from '../body/body-source';
import { runPatiently } from '../uploads/patient-call';
import { noBody } from '../validation/dto-pipe';
import { CollectionMeter } from './collection-meter';
import { EarlyUpload } from './early-upload';
import { ScanUpload } from './scan-upload';

interface Posted {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** From when the body is there. */
const PATIENCE_MS = 240_000;

/** Takes a scan in: cut into pieces, each anonymised and kept by the collector before the next but three is cut. */
@Injectable()
export class ScanDesk {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CollectionMeter) private readonly meter: CollectionMeter,
  ) {}

  /** @throws AppError SCAN_ID_REUSED, all that is wrong with the envelope */
  take({ request, reply }: Posted): Promise<ScanAcceptedDto> {
    const source = request.body as BodySource | undefined;
    if (source === undefined) throw noBody();
    const gone = goneSignal(reply);
    return runPatiently(request, PATIENCE_MS, () => this.collect(source, gone));
  }

  /** While the body is read, where its order allows it; otherwise afterwards. */
  private async collect(source: BodySource, gone: AbortSignal): Promise<ScanAcceptedDto> {
    const now = this.clock.now();
    const start = (header: ScanHeader): ScanUpload => new ScanUpload({ bus: this.bus, header, gone });
    const early = new EarlyUpload({ now, gone, start });
    const { header, resources } = await early.read(source);
    const upload = early.upload ?? start(header);
    if (upload !== early.upload) await source.cut([{ ...resources, take: (bytes) => upload.take(bytes) }]);
    const answer = await upload.finish();
    this.meter.tookScan(header.provider, answer);
    return answer;
  }
}

/** Nobody waits for the answer any more. */
const goneSignal = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
};
