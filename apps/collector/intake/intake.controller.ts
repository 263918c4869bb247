import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { askCloseScan, askDropUpload, askKeepPiece, askOpenScan, askScan, type CloseScan, type DropUpload, type PieceKept, type ScanAccepted, type ScanHeader, type ScanKey, type ScanOpened, type ScanPiece, type ScanStatus } from '@ml/contracts/collection';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { ScanCloser } from './scan-closer';
import { ScanIntake } from './scan-intake';

/** Scans as they come: opened, kept piece by piece by any replica, closed. */
@Controller()
export class IntakeController {
  constructor(
    @Inject(ScanIntake) private readonly intake: ScanIntake,
    @Inject(ScanCloser) private readonly closer: ScanCloser,
  ) {}

  @Answers(askOpenScan)
  open(@Payload() header: ScanHeader): Promise<ScanOpened> {
    return this.intake.open(header);
  }

  @Answers(askKeepPiece)
  keep(@Payload() piece: ScanPiece, @Ctx() { attachment, signal }: BusContext): Promise<PieceKept> {
    return this.intake.keep(piece, attachment, signal);
  }

  @Answers(askCloseScan)
  close(@Payload() scan: CloseScan): Promise<ScanAccepted> {
    return this.closer.close(scan);
  }

  @Answers(askDropUpload)
  async drop(@Payload() { upload_id }: DropUpload): Promise<{ readonly dropped: boolean }> {
    return { dropped: await this.intake.drop(upload_id) };
  }

  @Answers(askScan)
  status(@Payload() { scan_id }: ScanKey): Promise<ScanStatus> {
    return this.intake.status(scan_id);
  }
}
