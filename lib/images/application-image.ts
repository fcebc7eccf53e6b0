import { IgnoreMode } from 'aws-cdk-lib'
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets'
import { Construct } from 'constructs'
import { repositoryRoot } from '../node-function.ts'

/** What is copied into each image; nothing else enters one or changes its name. */
const ingredients = {
  application: ['package.json', 'package-lock.json', 'api', 'migrations', 'web', 'lib/images/Dockerfile'],
  resizeImage: [
    'package.json',
    'package-lock.json',
    'lambda/resize-image',
    'lib/images/resize-image.Dockerfile',
  ],
} as const

/** Where the image has the repository. */
export const imageFolder = '/kontor'

/** The image that API, storefront and worker run. Stacks that use it share one build, as its name is its content. */
export class ApplicationImage extends Construct {
  readonly asset: DockerImageAsset
  /** Names the release in logs, metrics and traces; changes with the content of the image only. */
  readonly release: string

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.asset = new DockerImageAsset(this, 'Asset', {
      directory: repositoryRoot,
      file: 'lib/images/Dockerfile',
      platform: Platform.LINUX_ARM64,
      ignoreMode: IgnoreMode.DOCKER,
      exclude: allBut(ingredients.application),
    })
    this.release = this.asset.assetHash.slice(0, 12)
  }
}

/** What `lib/images/resize-image.Dockerfile` needs, as an asset of a function. */
export const resizeImageSource = {
  directory: repositoryRoot,
  file: 'lib/images/resize-image.Dockerfile',
  platform: Platform.LINUX_ARM64,
  ignoreMode: IgnoreMode.DOCKER,
  exclude: allBut(ingredients.resizeImage),
}

function allBut(kept: readonly string[]): string[] {
  return ['*', ...kept.map((path) => `!${path}`)]
}
