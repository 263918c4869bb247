import type { EngineAsk } from '@ml/contracts/engines';
import { ownBytes } from '../bus/own-bytes';
import { Packed, type Attachment } from '../bus/packed';

/** A state on its way into a thread. */
export interface TaskState {
  readonly bytes: Uint8Array;
  /** Compressed with zstd on the way; a state that an earlier decision has stored is compressed besides, and says so in the ask. */
  readonly packed: boolean;
  /** Bytes that come out when `packed` ones are opened. */
  readonly size: number;
  /** Bytes of JSON in the end, about. */
  readonly opened: number;
}

/** How far zstd shrinks states of large clusters; measured 25. */
const STORED_RATIO = 16;

/** Fetches what lies in the blob store; it is not opened here, on the event loop. */
export const taskState = async (attachment: Attachment | undefined, form: EngineAsk['state_form']): Promise<TaskState | undefined> => {
  if (attachment === undefined) return undefined;
  const packed = attachment instanceof Packed;
  const bytes = packed ? await attachment.load() : attachment;
  const sent = packed ? attachment.facts.size : bytes.byteLength;
  return { bytes: ownBytes(bytes), packed, size: sent, opened: form === 'projected' ? sent * STORED_RATIO : sent };
};
