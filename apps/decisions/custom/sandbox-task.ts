import type { AnswerFrame, CustomAnswer } from './read-answer';
import type { SandboxLimits } from './run-in-sandbox';
import type { SandboxReason } from './sandbox-fault';

/** One decision of a custom engine as it is handed to a thread. Large parts stay as they are stored: nobody outside the thread opens them. */
export interface SandboxTask {
  readonly source: string;
  /** JSON. */
  readonly request: string;
  /** As the built-in engine has projected it: canonical JSON, zstd. */
  readonly state: Uint8Array;
  /** Snapshots: JSON, zstd; null where there is none. */
  readonly prices: Uint8Array | null;
  readonly pools: Uint8Array | null;
  /** JSON. */
  readonly memory: string;
  readonly config: string;
  readonly frame: AnswerFrame;
  readonly limits: SandboxLimits;
}

export type SandboxReply =
  | { readonly ok: true; readonly answer: CustomAnswer; readonly seconds: number }
  | { readonly ok: false; readonly reason: SandboxReason; readonly message: string; readonly seconds: number };
