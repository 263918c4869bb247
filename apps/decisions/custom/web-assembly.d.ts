/** What is used of it: the types of Node do not declare it, and those of a browser would declare everything else as well. */
declare namespace WebAssembly {
  /** Grows in pages of 64 KiB up to `maximum`, and never past it. */
  class Memory {
    constructor(size: { readonly initial: number; readonly maximum: number });
  }
  class Module {
    private readonly brand;
  }
  function compile(code: Uint8Array): Promise<Module>;
}
