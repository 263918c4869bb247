import type { Metrics } from './metrics';

export type PhaseTimer = <T>(phase: string, work: () => Promise<T>) => Promise<T>;

const PHASES = { name: 'ml_decision_phase_seconds', help: 'Time of each phase of a decision in this service', labels: ['phase'] } as const;

/** Where the time of decisions goes, by phase. */
export const decisionPhases = (metrics: Metrics) => metrics.histogram(PHASES);

/** Times what succeeds: a failure is counted where it is answered. */
export const phaseTimer = (metrics: Metrics): PhaseTimer => {
  const phases = decisionPhases(metrics);
  return async (phase, work) => {
    const stop = phases.startTimer({ phase });
    const result = await work();
    stop();
    return result;
  };
};
