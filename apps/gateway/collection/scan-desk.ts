import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askCloseScan, askOpenScan, MOST_FAULTS, type PieceKept } from '@ml/contracts/collection';
import type { Reason } from '@ml/contracts/decision';
import type { ScanAcceptedDto } from '@ml/contracts/dto/collection-scan-dto';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import type { BodySource } from '../body/body-source';
import { runPatiently } from '../uploads/patient-call';
import { noBody } from '../validation/dto-pipe';
import { askAgain } from './ask-again';
import { CollectionMeter } from './collection-meter';
import { PieceCutter } from './piece-cutter';
import { PieceSender } from './piece-sender';
import { readScan, type ReadScan } from './read-scan';

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
  async take({ request, reply }: Posted): Promise<ScanAcceptedDto> {
    const source = request.body as BodySource | undefined;
    if (source === undefined) throw noBody();
    const gone = goneSignal(reply);
    const read = await readScan(source, this.clock.now());
    const answer = await runPatiently(request, PATIENCE_MS, () => this.collect(source, read, gone));
    this.meter.tookScan(read.header.provider, answer);
    return answer;
  }

  private async collect(source: BodySource, { header, resources: { start, end } }: ReadScan, gone: AbortSignal): Promise<ScanAcceptedDto> {
    const { upload_id, reason } = await askAgain(() => this.bus.ask(askOpenScan, header));
    if (upload_id === null) return notCollected(header.scan_id, reason);
    const cutter = new PieceCutter();
    const sender = new PieceSender({ bus: this.bus, uploadId: upload_id, header, gone });
    const take = async (chunk: Uint8Array): Promise<void> => {
      for (const piece of cutter.feed(chunk)) await sender.send(piece);
    };
    await source.cut([{ start, end, take }]);
    const last = cutter.end();
    if (last !== undefined) await sender.send(last);
    const pieces = withFewFaults(await sender.finish());
    const accepted = await askAgain(() => this.bus.ask(askCloseScan, { upload_id, header, pieces }));
    // The user objected meanwhile.
    if (accepted.reason !== null) return notCollected(header.scan_id, accepted.reason);
    const { resources, refused, fault_count, faults } = accepted.status;
    return { ...answerOf(header.scan_id), duplicate: accepted.duplicate, resources, refused, fault_count, faults };
  }
}

const answerOf = (scan_id: string) => ({ scan_id, accepted: true as const, collected: true, reason: null, duplicate: false });

const notCollected = (scan_id: string, reason: Reason | null): ScanAcceptedDto => ({
  ...answerOf(scan_id),
  collected: false,
  reason,
  resources: 0,
  refused: 0,
  fault_count: 0,
  faults: [],
});

const withFewFaults = (pieces: readonly PieceKept[]): readonly PieceKept[] => {
  let room = MOST_FAULTS;
  return pieces.map((piece) => {
    const faults = piece.faults.slice(0, room);
    room -= faults.length;
    return { ...piece, faults };
  });
};

/** Nobody waits for the answer any more. */
const goneSignal = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
};
