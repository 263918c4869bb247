import { Injectable } from '@nestjs/common';

@Injectable()
export class DriftBoard {
  hasDrifted(_modelId: string): boolean {
    return false;
  }
}
