import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The document of this gateway, made when somebody first asks: most replicas never need it. */
@Injectable()
export class ApiDocument {
  private make: (() => OpenAPIObject) | undefined;
  private made: OpenAPIObject | undefined;

  /** Told once the routes are known. */
  use(make: () => OpenAPIObject): void {
    this.make = make;
  }

  get(): OpenAPIObject {
    if (this.make === undefined) throw new Error('the routes are not known yet');
    return (this.made ??= this.make());
  }
}
