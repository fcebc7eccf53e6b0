import { mkdir } from 'node:fs/promises'
import { FetchError, fetchTools } from './fetch.ts'
import { type FoundTool, findTool } from './find.ts'
import type { Tool } from './tools.ts'

/** What of the wanted tools is there. */
export interface ToolsAtHand {
  readonly found: ReadonlyMap<Tool['name'], FoundTool>
  readonly missing: readonly { readonly tool: Tool; readonly fault: string }[]
}

/**
 * Finds the tools on this machine, and fetches those that are missing.
 * @param tell Gets a line per fetched tool.
 */
export async function findOrFetch(
  tools: readonly Tool[],
  environment: NodeJS.ProcessEnv,
  toolsFolder: string,
  tell: (line: string) => void,
): Promise<ToolsAtHand> {
  const found = new Map<Tool['name'], FoundTool>()
  const wanted: Tool[] = []
  for (const tool of tools) {
    const here = await findTool(tool, environment, toolsFolder)
    if (here === undefined) wanted.push(tool)
    else found.set(tool.name, here)
  }
  if (wanted.length === 0) return { found, missing: [] }

  tell(`Fetching ${wanted.map(({ name }) => name).join(' and ')} from this system's package sources …`)
  await mkdir(toolsFolder, { recursive: true })
  const missing: { tool: Tool; fault: string }[] = []
  for (const [tool, result] of await fetchTools(wanted, toolsFolder, environment)) {
    if (result instanceof FetchError) {
      missing.push({ tool, fault: result.message })
    } else {
      found.set(tool.name, result)
      tell(`  ${tool.name}: ${result.version}`)
    }
  }
  return { found, missing }
}
