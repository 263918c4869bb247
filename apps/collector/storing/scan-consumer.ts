import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { scanToStore, type ScanToStore } from '@ml/contracts/collection';
import { Consumes } from '@ml/platform/bus/handlers';
import { ScanStorer } from './scan-storer';

/** A large scan keeps the database busy; a small one need not wait for it. */
const AT_ONCE = 2;
/** Whoever was killed holds its scans for so long. */
const ACK_WAIT_MS = 10_000;
/** Longer than a database takes to come back; what is given up after it is ordered again by the housekeeper. */
const MAX_DELIVERIES = 20;

@Controller()
export class ScanConsumer {
  constructor(@Inject(ScanStorer) private readonly storer: ScanStorer) {}

  @Consumes(scanToStore, { durable: 'scans', concurrency: AT_ONCE, ackWaitMs: ACK_WAIT_MS, maxDeliver: MAX_DELIVERIES })
  store(@Payload() { scan_hash }: ScanToStore): Promise<void> {
    return this.storer.store(scan_hash);
  }
}
