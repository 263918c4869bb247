import { runEngine } from '@ml/platform/engine/run-engine';
import { noisyNeighborDetector } from './engine';

export default await runEngine(noisyNeighborDetector, import.meta.url);
