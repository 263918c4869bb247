/** An order for the emulator, as its README names them. */
export type FaultOrder = Readonly<Record<string, string | number>>;

/** The emulator's own routes. */
export interface EmulatorControls {
  faults(...orders: readonly FaultOrder[]): Promise<void>;
  clearFaults(): Promise<void>;
  /** Calls that it has answered, by operation. */
  calls(): Promise<Readonly<Record<string, number>>>;
}

export const emulatorControls = (url: string): EmulatorControls => {
  const ask = (what: string, method: string, body?: FaultOrder): Promise<Response> =>
    fetch(`${url}/_emulator/${what}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return {
    faults: async (...orders) => {
      for (const order of orders) if (!(await ask('faults', 'POST', order)).ok) throw new Error(`the emulator knows no such fault: ${JSON.stringify(order)}`);
    },
    clearFaults: async () => void (await ask('faults', 'DELETE')),
    calls: async () => ((await (await ask('requests', 'GET')).json()) as { readonly requests: Readonly<Record<string, number>> }).requests,
  };
};
