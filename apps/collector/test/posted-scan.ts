import { askCloseScan, askKeepPiece, askOpenScan, type PieceKept, type ScanAccepted, type ScanHeader } from '@ml/contracts/collection';
import type { Bus } from '@ml/platform/bus/bus';

export interface PostedScan {
  readonly header: ScanHeader;
  readonly resources: readonly unknown[];
}

/** A volume as a platform posts it. */
export const postedVolume = (at: number, changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  resource_id: `vol-${String(at)}`,
  resource_type: 'ebs_volume',
  region: 'us-east-1',
  created_at: '2026-07-01T09:00:00Z',
  detected_at: '2026-11-20T10:00:00Z',
  detection_scenario: 'idle_volume',
  confidence_level: 'high',
  cost_monthly: 10 + at,
  metrics: { VolumeReadOps: { timestamps: ['2026-11-20T08:00:00Z', '2026-11-20T09:00:00Z'], values: [at, at + 1] } },
  tags: { env: 'prod' },
  ...changes,
});

export const postedScan = (header: Partial<ScanHeader> = {}, count = 3): PostedScan => ({
  header: { scan_id: 'scan-1', user_id: 'jane', account_id: '111122223333', provider: 'aws', completed_at: '2026-11-20T10:30:00Z', ...header },
  resources: Array.from({ length: count }, (_, at) => postedVolume(at)),
});

export const pieceBytes = (resources: readonly unknown[]): Uint8Array => new TextEncoder().encode(JSON.stringify(resources));

export interface Upload {
  readonly upload_id: string;
  readonly perPiece: number;
  /** Whoever was killed never answers. */
  readonly timeoutMs?: number;
}

/** As the gateway sends it, so many resources at a time. */
export const keepPieces = async (bus: Bus, { header, resources }: PostedScan, { upload_id, perPiece, ...patience }: Upload): Promise<readonly PieceKept[]> => {
  const pieces: PieceKept[] = [];
  for (let first = 0; first < resources.length; first += perPiece) {
    const some = resources.slice(first, first + perPiece);
    pieces.push(await bus.ask(askKeepPiece, { upload_id, header, first, count: some.length }, { ...patience, attachment: pieceBytes(some) }));
  }
  return pieces;
};

/** @throws AppError whatever the collector says; Error when it collects nothing */
export const sendScan = async (bus: Bus, scan: PostedScan, { perPiece = 2, ...patience }: Partial<Omit<Upload, 'upload_id'>> = {}): Promise<ScanAccepted> => {
  const { upload_id, reason } = await bus.ask(askOpenScan, scan.header, patience);
  if (upload_id === null) throw new Error(`not collected: ${reason?.code ?? ''}`);
  return bus.ask(askCloseScan, { upload_id, header: scan.header, pieces: await keepPieces(bus, scan, { upload_id, perPiece, ...patience }) }, patience);
};
