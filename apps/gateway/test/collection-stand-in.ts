import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { trace } from '@opentelemetry/api';
import { AppError } from '@ml/contracts/app-error';
import {
  askCloseScan,
  askDropUpload,
  askKeepPiece,
  askOpenScan,
  askScan,
  askTakeAction,
  askTakeSeries,
  type ActionAccepted,
  type CloseScan,
  type DropUpload,
  type PieceKept,
  type PostedAction,
  type PostedSeries,
  type ScanAccepted,
  type ScanHeader,
  type ScanOpened,
  type ScanPiece,
  type ScanStatus,
  type SeriesAccepted,
} from '@ml/contracts/collection';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { openAttachment } from '@ml/platform/bus/open-attachment';

interface Kept {
  readonly piece: ScanPiece;
  readonly resources: readonly unknown[];
  readonly bytes: number;
}

/** What the stand-in for the collector was asked, and what it does then. */
export const collector = {
  opened: [] as ScanHeader[],
  kept: [] as Kept[],
  closed: [] as CloseScan[],
  dropped: [] as string[],
  actions: [] as PostedAction[],
  series: [] as PostedSeries[],
  calls: [] as BusContext['call'][],
  traces: [] as (string | undefined)[],
  atOnce: { now: 0, most: 0 },
  open: (): ScanOpened => ({ upload_id: 'upload', reason: null }),
  keep: (_: Kept): Promise<void> => Promise.resolve(),
  drop: (): void => undefined,
};

export const forgetCollected = (): void => {
  for (const list of [collector.opened, collector.kept, collector.closed, collector.dropped, collector.actions, collector.series, collector.calls, collector.traces]) list.length = 0;
  collector.atOnce = { now: 0, most: 0 };
  collector.open = () => ({ upload_id: 'upload', reason: null });
  collector.keep = () => Promise.resolve();
  collector.drop = () => undefined;
};

const parsed = (bytes: Uint8Array): readonly unknown[] => {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as readonly unknown[];
  } catch {
    throw new AppError('BAD_JSON', 'the resources are not valid JSON', { path: 'resources' });
  }
};

const isResource = (value: unknown): boolean => typeof value === 'object' && value !== null;

@Controller()
class StandIn {
  @Answers(askOpenScan)
  open(@Payload() header: ScanHeader, @Ctx() { call }: BusContext): ScanOpened {
    collector.opened.push(header);
    collector.calls.push(call);
    collector.traces.push(trace.getActiveSpan()?.spanContext().traceId);
    return collector.open();
  }

  @Answers(askKeepPiece)
  async keep(@Payload() piece: ScanPiece, @Ctx() { attachment }: BusContext): Promise<PieceKept> {
    const bytes = await openAttachment(attachment);
    const { atOnce } = collector;
    atOnce.now += 1;
    atOnce.most = Math.max(atOnce.most, atOnce.now);
    try {
      const kept = { piece, resources: parsed(bytes), bytes: bytes.length };
      await collector.keep(kept);
      collector.kept.push(kept);
      const refused = kept.resources.flatMap((resource, index) => (isResource(resource) ? [] : [piece.first + index]));
      const faults = refused.map((place) => ({ path: `resources[${place}]`, code: 'NOT_A_RESOURCE', text: 'a resource is an object; it is left out' }));
      return { first: piece.first, kept: kept.resources.length - refused.length, refused: refused.length, faults, fault_count: faults.length };
    } finally {
      atOnce.now -= 1;
    }
  }

  @Answers(askCloseScan)
  close(@Payload() scan: CloseScan): ScanAccepted {
    collector.closed.push(scan);
    const sum = (of: (piece: PieceKept) => number): number => scan.pieces.reduce((total, piece) => total + of(piece), 0);
    const counts = { resources: sum(({ kept }) => kept), refused: sum(({ refused }) => refused), fault_count: sum(({ fault_count }) => fault_count) };
    const status: ScanStatus = { ...counts, status: 'accepted', provider: scan.header.provider, faults: scan.pieces.flatMap(({ faults }) => faults), rows: {}, accepted_at: '2026-11-20T10:30:02.000Z', stored_at: null, error: null };
    return { duplicate: false, status, reason: null };
  }

  @Answers(askDropUpload)
  drop(@Payload() { upload_id }: DropUpload): { readonly dropped: boolean } {
    collector.drop();
    collector.dropped.push(upload_id);
    return { dropped: true };
  }

  @Answers(askScan)
  scan(): never {
    throw new AppError('NOT_FOUND', 'no scan of this id was accepted');
  }

  @Answers(askTakeAction)
  action(@Payload() action: PostedAction): ActionAccepted {
    collector.actions.push(action);
    return { outcome: 'recorded', duplicate: false, reason: null, faults: [] };
  }

  @Answers(askTakeSeries)
  take(@Payload() series: PostedSeries): SeriesAccepted {
    collector.series.push(series);
    return { outcome: 'recorded', duplicate: false, samples: series.values.length, reason: null, faults: [] };
  }
}

@Module({ controllers: [StandIn] })
export class CollectorStandIn {}
