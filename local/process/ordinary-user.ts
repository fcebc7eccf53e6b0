import { execFile } from 'node:child_process'
import { chown } from 'node:fs/promises'
import { promisify } from 'node:util'

/** `nobody`: PostgreSQL and PgBouncer refuse to run as root. */
const ordinaryId = 65_534

/** How programs that refuse root are started on this machine. */
export interface OrdinaryUser {
  /** Wraps a command line. */
  readonly wrap: (command: string, args: readonly string[]) => { command: string; args: readonly string[] }
  /** Ids to spawn with, where wrapping is not possible. */
  readonly user: { uid: number; gid: number } | undefined
  /** Makes a folder or file usable for the program. */
  readonly own: (path: string) => Promise<void>
}

/**
 * As an ordinary user nothing needs doing. As root, a user namespace in which root appears as `nobody` is preferred:
 * files stay root's, and a checkout below a home that nobody else may enter works. Where namespaces are forbidden
 * (some containers), the programs run as the real `nobody`, who must be able to reach the checkout.
 */
export async function becomeOrdinaryUser(): Promise<OrdinaryUser> {
  const unchanged = (command: string, args: readonly string[]) => ({ command, args })
  if (process.getuid?.() !== 0) {
    return { wrap: unchanged, user: undefined, own: async () => {} }
  }
  const flags = ['--user', `--map-user=${String(ordinaryId)}`, `--map-group=${String(ordinaryId)}`]
  if (await succeeds('unshare', [...flags, 'true'])) {
    return {
      wrap: (command, args) => ({ command: 'unshare', args: [...flags, command, ...args] }),
      user: undefined,
      own: async () => {},
    }
  }
  return {
    wrap: unchanged,
    user: { uid: ordinaryId, gid: ordinaryId },
    own: async (path) => {
      await chown(path, ordinaryId, ordinaryId)
    },
  }
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await promisify(execFile)(command, args)
    return true
  } catch {
    return false
  }
}
