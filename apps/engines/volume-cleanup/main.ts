import { runEngine } from '@ml/platform/engine/run-engine';
import { volumeCleanup } from './engine';

export default await runEngine(volumeCleanup, import.meta.url);
