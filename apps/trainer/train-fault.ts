/** What whoever started the training can mend: shown as one sentence, without a stack. */
export class TrainFault extends Error {}
