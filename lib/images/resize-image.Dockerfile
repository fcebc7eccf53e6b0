# syntax=docker/dockerfile:1
# lambda/resize-image as an image, because sharp brings a library of machine code, which must be the one for
# Lambda's system and not the one of whoever deploys.

FROM public.ecr.aws/docker/library/node:24-bookworm-slim AS bundle
WORKDIR /kontor
COPY package.json package-lock.json ./
RUN npm ci
COPY lambda lambda
RUN npx esbuild lambda/resize-image/handler.ts --bundle --platform=node --target=node24 --format=esm \
  --external:sharp --outfile=out/handler.mjs \
  --banner:js="import{createRequire as bannerCreateRequire}from'node:module';const require=bannerCreateRequire(import.meta.url);"

FROM public.ecr.aws/docker/library/node:24-bookworm-slim AS dependencies
WORKDIR /kontor
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --os=linux --cpu=arm64 --libc=glibc

FROM public.ecr.aws/lambda/nodejs:24
COPY --from=dependencies /kontor/node_modules/sharp ${LAMBDA_TASK_ROOT}/node_modules/sharp
COPY --from=dependencies /kontor/node_modules/@img ${LAMBDA_TASK_ROOT}/node_modules/@img
COPY --from=dependencies /kontor/node_modules/detect-libc ${LAMBDA_TASK_ROOT}/node_modules/detect-libc
COPY --from=dependencies /kontor/node_modules/semver ${LAMBDA_TASK_ROOT}/node_modules/semver
COPY --from=bundle /kontor/out/handler.mjs ${LAMBDA_TASK_ROOT}/
CMD ["handler.handler"]
