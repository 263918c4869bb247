/** What is wrong with a file or a command as a whole, in words for whoever typed it. */
export class ImportFault extends Error {
  override readonly name = 'ImportFault';
}
