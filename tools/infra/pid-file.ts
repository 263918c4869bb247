import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive, type ProcessIdentity } from './process-identity';

/** One process of the fleet, in the order in which it was started. */
export interface PidEntry extends ProcessIdentity {
  readonly name: string;
  readonly stopSignal: NodeJS.Signals;
}

const isEntry = (value: unknown): value is PidEntry => {
  const entry = value as Partial<PidEntry> | null;
  return typeof entry?.pid === 'number' && typeof entry.started === 'string' && typeof entry.name === 'string' && typeof entry.stopSignal === 'string';
};

/** Every process that was started and not yet stopped: what the next start has to clean up when this one is killed. */
export class PidFile {
  constructor(private readonly file: string) {}

  /** Entries whose very process still lives; anything unreadable counts as nothing. */
  living(): readonly PidEntry[] {
    return this.read().filter(isAlive);
  }

  /** A process that was started again keeps its place: the order of stopping stays. */
  add(entry: PidEntry): void {
    const entries = this.read();
    const known = entries.some((other) => other.name === entry.name);
    this.write(known ? entries.map((other) => (other.name === entry.name ? entry : other)) : [...entries, entry]);
  }

  clear(): void {
    rmSync(this.file, { force: true });
  }

  remove(name: string): void {
    const left = this.read().filter((entry) => entry.name !== name);
    if (left.length === 0) this.clear();
    else this.write(left);
  }

  private read(): readonly PidEntry[] {
    try {
      const parsed: unknown = JSON.parse(readFileSync(this.file, 'utf8'));
      return Array.isArray(parsed) ? parsed.filter(isEntry) : [];
    } catch {
      return [];
    }
  }

  private write(entries: readonly PidEntry[]): void {
    mkdirSync(path.dirname(this.file), { recursive: true });
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(entries, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, this.file);
  }
}
