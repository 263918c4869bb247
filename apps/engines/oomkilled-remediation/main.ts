import { runEngine } from '@ml/platform/engine/run-engine';
import { oomkilledRemediation } from './engine';

export default await runEngine(oomkilledRemediation, import.meta.url);
