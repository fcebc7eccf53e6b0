#!/usr/bin/env node
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { environmentNamed } from '../lib/environments.ts'
import { Kontor } from '../lib/kontor.ts'

const app = new App()
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
new Kontor(app, environmentNamed(app.node.tryGetContext('env')))
