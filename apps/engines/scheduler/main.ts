import { runEngine } from '@ml/platform/engine/run-engine';
import { scheduler } from './engine';

export default await runEngine(scheduler, import.meta.url);
