import type { DecisionEnvelope } from '@ml/contracts/decision';
import { regionFrom } from '@ml/engine-kernel/region';
import type { ImageBloatAnalyzerState } from './state';

/** `us-east-1` of `123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1`. */
const REGISTRY = /^\d+\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com/;

/** The region asked for, else that of the first image whose registry names one. */
export const regionOf = (request: DecisionEnvelope, { images }: ImageBloatAnalyzerState): string | undefined =>
  regionFrom(
    request,
    (images ?? []).map(({ image }) => REGISTRY.exec(image)?.[1]),
  );
