import { ERROR_KINDS } from '../error-codes';
import { field } from '../field';

/** Every error, as `application/problem+json`. */
export class ProblemDto {
  @field.text({ what: 'URN of the code.', example: 'urn:ml-server:error:BAD_FIELD' })
  readonly type!: string;

  @field.text({ what: 'What kind of error, for people.', example: 'A field has a wrong type or value' })
  readonly title!: string;

  @field.integer({ what: 'HTTP status.', min: 400, max: 599, example: 400 })
  readonly status!: number;

  @field.text({ what: 'Stable code: match this.', of: Object.keys(ERROR_KINDS), example: 'BAD_FIELD' })
  readonly code!: string;

  @field.text({ what: 'What is wrong here, for people.', example: 'requirements.vcpu must be a number above 0, at most 10000 (vCPU), not -1' })
  readonly detail!: string;

  @field.text({ what: 'The field or parameter that is wrong.', example: 'requirements.vcpu', optional: true })
  readonly path?: string;

  @field.text({ what: 'Id of the request, also in the X-Request-Id header.', example: 'req-12345' })
  readonly request_id!: string;

  @field.flag({ what: 'Whether the same request may succeed later, unchanged.', example: false })
  readonly retryable!: boolean;

  @field.free({ what: 'More: `faults` lists everything that is wrong with a body.', example: { faults: [{ code: 'BAD_FIELD', path: 'requirements.vcpu', message: 'must be above 0' }] }, optional: true })
  readonly details?: Readonly<Record<string, unknown>>;
}
