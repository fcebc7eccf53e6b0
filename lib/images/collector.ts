/** AWS's build of the OpenTelemetry collector. It also speaks the X-Ray daemon's protocol, which replaces the daemon. */
export const collectorImage = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0'

/** Takes X-Ray segments by UDP and OTLP by HTTP, on the task's own loopback address, and sends both to X-Ray. */
export function collectorConfiguration(region: string): string {
  return [
    'receivers:',
    '  awsxray: { endpoint: 127.0.0.1:2000, transport: udp }',
    '  otlp: { protocols: { http: { endpoint: 127.0.0.1:4318 } } }',
    'processors:',
    '  memory_limiter: { check_interval: 1s, limit_mib: 56 }',
    '  batch: { timeout: 1s }',
    'exporters:',
    `  awsxray: { region: ${region} }`,
    'service:',
    '  pipelines:',
    '    traces: { receivers: [awsxray, otlp], processors: [memory_limiter, batch], exporters: [awsxray] }',
  ].join('\n')
}
