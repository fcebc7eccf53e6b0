/** A fault that is shown to the person at the console as its message, without a stack trace. */
export class Complaint extends Error {
  override readonly name = 'Complaint'
}
