import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { databaseUrls } from '../database/urls.ts'
import { derivePorts } from '../ports.ts'
import { readSecrets } from '../secrets.ts'
import { picturesFolder } from '../shop/variables.ts'

const launcherSchema = z.object({ portBase: z.number() })

/** The shop that `npm start` runs from a data folder. @throws if it does not run */
export async function localShop(
  dataFolder: string,
): Promise<{ readonly databaseUrl: string; readonly picturesFolder: string }> {
  const folder = resolve(dataFolder)
  const launcher = await readFile(join(folder, 'launcher.json'), 'utf8').catch(() => undefined)
  if (launcher === undefined) {
    throw new Error(
      `No shop runs from ${dataFolder}. Start it (npm start), or name a database (--database URL).`,
    )
  }
  const ports = derivePorts(launcherSchema.parse(JSON.parse(launcher)).portBase)
  return {
    databaseUrl: databaseUrls('kontor', ports, await readSecrets(folder), false).direct,
    picturesFolder: picturesFolder(folder),
  }
}
