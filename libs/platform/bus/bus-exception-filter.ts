import { Catch, type ExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';

/** Lets errors through to the transport, which turns them into the error envelope; Nest's own filter would make them opaque. */
@Catch()
export class BusExceptionFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
