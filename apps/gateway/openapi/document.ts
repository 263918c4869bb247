import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { JobToldDto } from '@ml/contracts/dto/job-dto';
import { PoolToldDto } from '@ml/contracts/dto/pool-told-dto';
import { StreamFrameDto } from '@ml/contracts/dto/stream-dto';
import { PARAMETERS } from './shared-parameters';

const DESCRIPTION = `Decisions about cloud and Kubernetes cost. Post what you see, get a decision that explains itself.

**Errors** are \`application/problem+json\` with a stable \`code\`; \`retryable\` says whether to try again. All faults of a body come at once in \`details.faults\`.

**Keys** travel in \`X-API-Key\` or \`Authorization: Bearer\`. **Lists** take \`limit\` and \`offset\`; the total is in \`X-Total-Count\`. **Bodies** may be compressed (gzip, deflate, br, zstd): 64 MB on the wire, 256 MB and 6 million objects and lists inflated.

**Direction of risk.** In spot optimizer answers \`risk_score\` is 1 = safe and 0 = unsafe; \`safety_score\` beside it is the same value. In feedback endpoints \`risk_score\` is 1 = risky.

**Models** come as \`.onnx\` forms under \`/models/upload\`, answer under \`/predict\` and under \`/v2\` by the Open Inference Protocol, whose errors are \`{"error"}\` beside the fields of a problem.

**Stream.** WebSocket \`/api/v1/ml/stream?topics=decisions,predictions,jobs,pools&since=ID\`: key in a header or in a first message \`{"auth":"..."}\`; frames \`{"id","topic","at","data"}\`; send the last \`id\` back as \`since\` and nothing is missed. How fills and refreshes go on is told under \`jobs\` (\`JobToldDto\`), a changed level of a pool under \`pools\` (\`PoolToldDto\`). Close codes: 4401 no good key, 4408 too slow, 1001 the server stops.`;

/** OpenAPI 3.1 of everything this gateway answers. */
export const openApiDocument = (app: NestFastifyApplication): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setTitle('ML server')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'api-key')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer')
    .addGlobalParameters(...PARAMETERS)
    .build();
  return SwaggerModule.createDocument(app, config, { extraModels: [StreamFrameDto, JobToldDto, PoolToldDto], operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}` });
};
