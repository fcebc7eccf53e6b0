/** A fault that the person at the console can mend: shown as its one sentence, without a stack trace. */
export class Complaint extends Error {
  override readonly name = 'Complaint'
}
