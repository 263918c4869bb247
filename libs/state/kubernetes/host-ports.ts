import type { ApiPodSpec } from './pod-spec';
import type { HostPort } from './pod-state';
import type { ApiContainer } from './read-container';

/** A pod on the network of its host takes the ports of its containers there, whether it says so or not. Init containers are gone when the others run. */
export const hostPortsOf = ({ containers, initContainers, hostNetwork }: ApiPodSpec): readonly HostPort[] => {
  const found: HostPort[] = [];
  for (const container of initContainers) if (container.restartPolicy === 'Always') addPorts(found, container, hostNetwork);
  for (const container of containers) addPorts(found, container, hostNetwork);
  return found;
};

const addPorts = (found: HostPort[], { ports }: ApiContainer, hostNetwork: boolean): void => {
  for (const { hostPort, containerPort, hostIP, protocol } of ports) {
    const port = hostNetwork ? hostPort || containerPort : hostPort;
    if (port !== null && port !== 0) found.push({ ip: hostIP || '0.0.0.0', protocol: protocol ?? 'TCP', port });
  }
};
