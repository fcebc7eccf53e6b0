import { execFile } from 'node:child_process'
import { access, constants, readdir } from 'node:fs/promises'
import { delimiter, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { Complaint } from '../complaint.ts'
import type { Tool } from './tools.ts'

/** A tool that runs on this machine. */
export interface FoundTool {
  readonly command: string
  /** To be added to the environment of the tool, and of nothing else: libraries that were fetched with it. */
  readonly environment: Readonly<Record<string, string>>
  /** First line of `--version`. */
  readonly version: string
  readonly major: number
}

/**
 * Looks for a tool: in its environment variable, on the PATH, among the fetched ones.
 * @returns undefined when it is in none of them.
 * @throws Complaint when the variable names a program that does not run: a wish must not be passed over.
 */
export async function findTool(
  tool: Tool,
  environment: NodeJS.ProcessEnv,
  fetchedInto: string,
): Promise<FoundTool | undefined> {
  const wanted = environment[tool.variable]
  if (wanted !== undefined && wanted !== '') {
    const path = wanted.includes(sep) ? wanted : await lookUp(wanted, environment['PATH'] ?? '')
    const found = path === undefined ? undefined : await tryTool(tool, path, {})
    if (found !== undefined) return found
    throw new Complaint(
      `${tool.variable} names '${wanted}', which does not run as ${tool.commands.join(' or ')} ` +
        `(version ${String(tool.minimumMajor)} or later): correct it or unset it.`,
    )
  }
  for (const command of tool.commands) {
    const path = await lookUp(command, environment['PATH'] ?? '')
    const found = path === undefined ? undefined : await tryTool(tool, path, {})
    if (found !== undefined) return found
  }
  return await findFetched(tool, fetchedInto)
}

/** Finds a tool among the fetched ones only. */
export async function findFetched(tool: Tool, fetchedInto: string): Promise<FoundTool | undefined> {
  const root = join(fetchedInto, tool.name)
  const libraries = await libraryFolders(root)
  for (const command of tool.commands) {
    const found = await tryTool(tool, join(root, 'bin', command), { LD_LIBRARY_PATH: libraries.join(':') })
    if (found !== undefined) return found
  }
  return undefined
}

/** Debian's system programs lie in sbin, which an ordinary user's PATH lacks. */
async function lookUp(command: string, path: string): Promise<string | undefined> {
  for (const folder of [...path.split(delimiter), '/usr/sbin', '/usr/local/sbin']) {
    if (folder === '') continue
    const candidate = join(folder, command)
    const isExecutable = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isExecutable) return candidate
  }
  return undefined
}

async function libraryFolders(root: string): Promise<string[]> {
  const bases = [join(root, 'usr/lib'), join(root, 'lib')]
  const folders = await Promise.all(
    bases.map(async (base) => {
      const entries = await readdir(base).catch(() => [])
      return entries.filter((entry) => entry.includes('-linux-')).map((entry) => join(base, entry))
    }),
  )
  return folders.flat()
}

async function tryTool(
  tool: Tool,
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<FoundTool | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], {
      env: environment,
      timeout: 10_000,
    })
    const version = stdout.split('\n')[0]?.trim() ?? ''
    const major = Number(tool.version.exec(version)?.[1])
    return major >= tool.minimumMajor ? { command: program, environment, version, major } : undefined
  } catch {
    return undefined
  }
}
