import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { MailSender } from './mail-sender.ts'

/**
 * Writes each mail as `<id>.eml` into a folder, as a mail program opens it. A file that exists is left alone, which
 * makes sending idempotent.
 *
 * @param publicOrigin of the shop; its host is the sender's domain
 */
export function createFileMailSender(folder: string, publicOrigin: string): MailSender {
  const { hostname } = new URL(publicOrigin)
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  return {
    async send({ id, to, subject, text, html }) {
      const { message } = await transport.sendMail({
        from: { name: 'Kontor', address: `shop@${hostname}` },
        to,
        subject,
        text,
        html,
        messageId: `<${id}@${hostname}>`,
      })
      await mkdir(folder, { recursive: true })
      try {
        await writeFile(join(folder, `${id}.eml`), message, { flag: 'wx' })
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
    },
  }
}
