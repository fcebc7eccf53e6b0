/** A mail to one person. */
export interface Mail {
  /** The same mail has the same id, however often it is sent; letters, digits, `-` and `.`. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A way out for mails. Adapters: files in a folder. */
export interface MailSender {
  /** Sends a mail; does nothing if one with this id was sent. */
  send(mail: Mail): Promise<void>
}
