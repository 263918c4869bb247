import { Anonymiser } from './anonymiser';
import { IntakeController } from './intake.controller';
import { ScanCloser } from './scan-closer';
import { ScanIntake } from './scan-intake';
import { UploadHousekeeper } from './upload-housekeeper';

export const INTAKE_CONTROLLERS = [IntakeController];
export const INTAKE_PROVIDERS = [Anonymiser, ScanCloser, ScanIntake, UploadHousekeeper];
