import type { Reason } from './decision';
import { confidential, work } from './wire';

/*
 * Questions of this file carry identifiers of people and resources: they live in the memory of the gateway and the collector only. No stream, no blob, no log may hold one.
 * Whatever the collector stores, publishes or answers besides is the anonymised form.
 */

export const COLLECTED_PROVIDERS = ['aws', 'azure', 'gcp', 'microsoft365'] as const;
export type CollectedProvider = (typeof COLLECTED_PROVIDERS)[number];

/** Everything of a scan but its resources, as it was posted. */
export interface ScanHeader {
  readonly scan_id: string;
  readonly user_id: string;
  readonly account_id: string;
  readonly provider: CollectedProvider;
  /** RFC 3339. */
  readonly completed_at: string;
  /** USD of the month so far or of the last one, as the platform knows it. */
  readonly total_spend?: number;
}

/** Something of what was posted that is not kept as it came. Never quotes a value: it may be a name. */
export interface CollectionFault {
  /** `resources[17].metrics`; a name that the caller chose is given by its place: `resources[17].metrics[2]`. */
  readonly path: string;
  readonly code: string;
  readonly text: string;
}

/** That an answer names, the first of them; what it counts are all. */
export const MOST_FAULTS = 100;

export interface ScanOpened {
  /** Null: nothing of it may be kept, `reason` says why. */
  readonly upload_id: string | null;
  readonly reason: Reason | null;
}

/** Whether this user's data may be collected, and a place for the pieces of the scan. */
export const askOpenScan = confidential<ScanHeader, ScanOpened>('collector', 'open-scan', 10_000);

/** One piece of a scan: its resources are attached, a JSON list as it came; they are never written down. */
export interface ScanPiece {
  readonly upload_id: string;
  readonly header: ScanHeader;
  /** Place of its first resource in the scan. */
  readonly first: number;
  readonly count: number;
}

export interface PieceKept {
  readonly first: number;
  /** Resources that are kept, and those that are not. */
  readonly kept: number;
  readonly refused: number;
  /** The first faults of the piece. */
  readonly faults: readonly CollectionFault[];
  readonly fault_count: number;
}

/** Anonymises a piece and keeps its anonymised form with the upload. The same piece again replaces itself. */
export const askKeepPiece = confidential<ScanPiece, PieceKept>('collector', 'keep-piece', 30_000);

/** All pieces are kept: from the answer on the scan is accepted, whatever dies. */
export interface CloseScan {
  readonly upload_id: string;
  readonly header: ScanHeader;
  readonly pieces: readonly PieceKept[];
}

export interface ScanAccepted {
  /** The same scan was accepted before. */
  readonly duplicate: boolean;
  readonly status: ScanStatus;
  /** Nothing of it is kept after all: the user objected while it came. */
  readonly reason: Reason | null;
}

/** @throws SCAN_ID_REUSED when a scan of this id was accepted with other content */
export const askCloseScan = confidential<CloseScan, ScanAccepted>('collector', 'close-scan', 30_000);

export interface DropUpload {
  readonly upload_id: string;
}

/** What was kept of a scan that will not be closed goes at once; what was closed stays. */
export const askDropUpload = confidential<DropUpload, { readonly dropped: boolean }>('collector', 'drop-upload', 5_000);

export type ScanState = 'accepted' | 'stored' | 'failed';

/** A scan as anybody may see it: its id is what the caller asked with. */
export interface ScanStatus {
  readonly status: ScanState;
  readonly provider: CollectedProvider;
  readonly resources: number;
  readonly refused: number;
  readonly fault_count: number;
  readonly faults: readonly CollectionFault[];
  /** Rows written, by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly accepted_at: string;
  readonly stored_at: string | null;
  /** Why it failed. */
  readonly error: Reason | null;
}

export interface ScanKey {
  readonly scan_id: string;
}

/** @throws NOT_FOUND */
export const askScan = confidential<ScanKey, ScanStatus>('collector', 'scan', 5_000);

/** An accepted scan to be written into the tables; by its hash, so nobody is in the stream. */
export interface ScanToStore {
  readonly scan_hash: string;
}

export const scanToStore = work<ScanToStore>('collector', 'scan');

export const USER_ACTIONS = ['deleted', 'ignored', 'kept'] as const;
export type UserAction = (typeof USER_ACTIONS)[number];

/** What somebody did with a resource that a scan had found, as it was posted. */
export interface PostedAction {
  readonly event_id: string;
  readonly user_id: string;
  readonly account_id: string;
  readonly resource_id: string;
  readonly action: UserAction;
  readonly action_at: string;
  readonly industry?: string;
  readonly company_size?: string;
}

export interface ActionAccepted {
  /** `recorded`; `waiting` for the scan that found the resource; `superseded` by a later action; `not_collected` with a reason. */
  readonly outcome: 'recorded' | 'waiting' | 'superseded' | 'not_collected';
  readonly duplicate: boolean;
  readonly reason: Reason | null;
  readonly faults: readonly CollectionFault[];
}

/** Durable when answered. @throws EVENT_ID_REUSED */
export const askTakeAction = confidential<PostedAction, ActionAccepted>('collector', 'take-action', 10_000);

/** One series of one metric, as it was posted. */
export interface PostedSeries {
  readonly resource_id: string;
  /** Found by the resource when it was scanned before. */
  readonly user_id?: string;
  readonly account_id?: string;
  readonly resource_type: string;
  readonly provider: CollectedProvider;
  readonly metric_name: string;
  readonly period_seconds: number;
  readonly timestamps: readonly string[];
  /** Null: no sample. */
  readonly values: readonly (number | null)[];
}

export interface SeriesAccepted {
  readonly outcome: 'recorded' | 'waiting' | 'not_collected';
  readonly duplicate: boolean;
  readonly samples: number;
  readonly reason: Reason | null;
  readonly faults: readonly CollectionFault[];
}

/** Durable when answered; the same series again replaces itself. */
export const askTakeSeries = confidential<PostedSeries, SeriesAccepted>('collector', 'take-series', 10_000);
