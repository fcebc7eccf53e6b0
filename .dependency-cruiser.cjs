/** Imports run one way (docs/architecture.md): bin → lib → contract; lambda → api, migrations; local → api, migrations, web. */
const application = '^(api|web|lambda|migrations|local|bench|lib|bin)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: { pathNot: '^web/' }, to: { couldNotResolve: true } },
    {
      name: 'lib-knows-only-the-contract',
      comment: 'Infrastructure reads the declared facts of the application and nothing else of it.',
      severity: 'error',
      from: { path: '^(lib|bin)/' },
      to: { path: application, pathNot: '^(lib/|bin/|api/contract\\.ts$)' },
    },
    {
      name: 'only-bin-imports-bin',
      severity: 'error',
      from: { pathNot: '^(bin|test)/' },
      to: { path: '^bin/' },
    },
    {
      name: 'lib-is-imported-by-bin',
      severity: 'error',
      from: { pathNot: '^(bin|lib|test)/' },
      to: { path: '^lib/' },
    },
    { name: 'contract-imports-nothing', severity: 'error', from: { path: '^api/contract\\.ts$' }, to: {} },
    {
      name: 'api-stands-alone',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: application, pathNot: '^(api|migrations)/' },
    },
    {
      name: 'api-is-free-of-aws',
      comment: 'Runs in ECS, in Lambda and on a laptop. What is AWS stays behind an adapter.',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/(telemetry/xray|security/aws-secrets|events/sqs-edge-purger)' },
      to: { path: '(@aws-sdk|aws-xray-sdk|aws-cdk-lib|aws-lambda)' },
    },
    {
      name: 'lambda-is-thin',
      severity: 'error',
      from: { path: '^lambda/' },
      to: { path: application, pathNot: '^(lambda|api|migrations)/' },
    },
    {
      name: 'migrations-need-the-contract',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: application, pathNot: '^(migrations/|api/contract\\.ts$)' },
    },
    {
      name: 'web-knows-the-contract-and-generated-types',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: application, pathNot: '^(web/|api/contract\\.ts$)' },
    },
    {
      name: 'nobody-imports-tests-local-bench',
      severity: 'error',
      from: { pathNot: '^(test|local|bench)/' },
      to: { path: '^(test|local|bench)/' },
    },
    {
      name: 'local-is-not-infrastructure',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^(lib|bin|lambda|test|bench)/' },
    },
    {
      name: 'database-driver-behind-its-adapter',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/(database/|worker\\.ts|events/|catalog/(import|export)/)' },
      to: { path: 'node_modules/pg/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'cache-driver-behind-its-adapter',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/(cache|security|resilience)/' },
      to: { path: 'node_modules/ioredis/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^api/(database|cache|resilience|telemetry)/' },
      to: {
        path: '^api/(catalog|search|pricing|inventory|cart|checkout|order|payment|promotion|customer)/',
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(generated|build|cdk\\.out|\\.local|\\.react-router)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
