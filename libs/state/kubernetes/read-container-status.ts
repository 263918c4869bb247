import type { Read } from '../read';
import { array, fallback, object, optional, required } from '../shapes';
import { name, text, time, whole } from '../values';
import type { ContainerStatus, Termination } from './container-status';

const INTEGER = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER } as const;
const NOT_NEGATIVE = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

const apiTermination = object({
  reason: optional(text),
  exitCode: optional(whole(INTEGER)),
  startedAt: optional(time),
  finishedAt: optional(time),
  containerID: optional(text),
});

const readTermination: Read<Termination> = (value) => {
  const { reason, exitCode, startedAt, finishedAt, containerID } = apiTermination(value);
  return { reason, exitCode, startedAt, finishedAt, containerId: containerID };
};

const containerState = fallback(object({ terminated: optional(readTermination) }), { terminated: null });

const apiStatus = object({
  name: required(name),
  containerID: optional(text),
  restartCount: fallback(whole(NOT_NEGATIVE), 0),
  state: containerState,
  lastState: containerState,
});

const readStatus: Read<ContainerStatus> = (value) => {
  const status = apiStatus(value);
  return {
    name: status.name,
    containerId: status.containerID,
    restartCount: status.restartCount,
    terminated: status.state.terminated,
    lastTerminated: status.lastState.terminated,
  };
};

export const readContainerStatuses: Read<readonly ContainerStatus[]> = array(readStatus);
