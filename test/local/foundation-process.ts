/** Process: starts databases and cache from the folder and port base it is given, says "up", and stays. */
import { startFoundation } from '../../local/environment.ts'
import { createProgress } from '../../local/report/progress.ts'
import { openWorkspace } from '../../local/workspace.ts'

const [dataFolder = '', portBase = ''] = process.argv.slice(2)
const progress = createProgress((line) => {
  console.log(line)
}, false)
const options = {
  dataFolder,
  portBase: Number(portBase),
  fresh: false,
  variables: process.env,
  progress,
  signal: new AbortController().signal,
}
await startFoundation(await openWorkspace(options, () => []))
console.log('up')
