import { execFile } from 'node:child_process'
import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type FoundTool, findFetched } from './find.ts'
import type { Tool, ToolPackage } from './tools.ts'

const run = promisify(execFile)

/** Fetching is impossible here, or went wrong; the message says why in one line. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
}

/**
 * Fetches tools from the Debian or Ubuntu release that this machine runs, without root and without installing:
 * apt checks the signatures against the system's keys, into private folders; dpkg-deb unpacks; no script runs and
 * no service starts.
 * @param into Folder in which each tool gets one of its name.
 * @param environment Variables that apt gets, e.g. a proxy's address.
 * @returns per tool what was fetched, or why it was not.
 */
export async function fetchTools(
  tools: readonly Tool[],
  into: string,
  environment: NodeJS.ProcessEnv,
): Promise<Map<Tool, FoundTool | FetchError>> {
  // A private folder, renamed when complete: two fetches at a time, or a killed one, leave nothing half-made.
  const work = join(into, `fetching-${String(process.pid)}`)
  const results = new Map<Tool, FoundTool | FetchError>()
  try {
    const apt = await openPackageIndex(work, environment)
    for (const tool of tools) {
      results.set(tool, await fetchTool(tool, apt, work, into).catch(toFetchError))
    }
  } catch (error) {
    for (const tool of tools) results.set(tool, toFetchError(error))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return results
}

type Apt = (program: 'apt-get' | 'apt-cache', args: readonly string[], folder?: string) => Promise<string>

/** Downloads the package index into private folders; as root, too, nothing of the system changes. */
async function openPackageIndex(work: string, environment: NodeJS.ProcessEnv): Promise<Apt> {
  const lists = join(work, 'lists')
  const cache = join(work, 'cache')
  await mkdir(join(lists, 'partial'), { recursive: true })
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true })
  const options = [
    `Dir::State::Lists=${lists}`,
    `Dir::Cache=${cache}`,
    'APT::Sandbox::User=',
    'Debug::NoLocking=1',
    'Acquire::Languages=none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=15',
    'Acquire::https::Timeout=15',
  ].flatMap((option) => ['-o', option])
  const apt: Apt = async (program, args, folder) => {
    const { stdout } = await run(program, [...options, ...args], {
      cwd: folder,
      env: { ...environment, LC_ALL: 'C' },
      maxBuffer: 2 ** 24,
    })
    return stdout
  }
  await apt('apt-get', ['--quiet', 'update']).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new FetchError('apt-get is not on this machine')
    // One unreachable source of several is no reason to give up: whether the packages are there shows next.
  })
  return apt
}

async function fetchTool(tool: Tool, apt: Apt, work: string, into: string): Promise<FoundTool> {
  const source = await choosePackage(tool, apt)
  const downloads = join(work, `${tool.name}-packages`)
  const root = join(work, tool.name)
  await mkdir(downloads)
  await mkdir(join(root, 'bin'), { recursive: true })
  await apt('apt-get', ['--quiet', 'download', source.name, ...(await libraries(source, apt))], downloads)
  for (const file of await readdir(downloads)) await run('dpkg-deb', ['-x', join(downloads, file), root])
  await symlink(join('..', source.program), join(root, 'bin', source.command))
  await rm(join(into, tool.name), { recursive: true, force: true })
  await rename(root, join(into, tool.name))
  const found = await findFetched(tool, into)
  if (found === undefined)
    throw new FetchError(`package ${source.name} was fetched, but its program does not run`)
  return found
}

async function choosePackage(tool: Tool, apt: Apt): Promise<ToolPackage> {
  for (const candidate of tool.packages) {
    const policy = await apt('apt-cache', ['policy', candidate.name])
    if (/Candidate: (?!\(none\))/.test(policy)) return candidate
  }
  const names = tool.packages.map(({ name }) => name).join(' and ')
  throw new FetchError(`the package sources could not be reached or have no ${names}`)
}

/** The libraries a package depends on directly; the C library is the system's, and the others' own are apt's own. */
async function libraries(source: ToolPackage, apt: Apt): Promise<string[]> {
  const depends = await apt('apt-cache', ['depends', '--important', source.name])
  const names = [...depends.matchAll(/^ {2}Depends: (lib[^\s<>]+)$/gm)].map((match) => match[1] ?? '')
  return [...new Set(names)].filter((name) => name !== 'libc6')
}

function toFetchError(error: unknown): FetchError {
  if (error instanceof FetchError) return error
  const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n')
  return new FetchError(lines.findLast((line) => line.startsWith('E:')) ?? lines[0] ?? 'unknown fault')
}
