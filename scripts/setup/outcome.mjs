// A Vitest reporter: what `npm test` counts and names at its end, as JSON in the file OUTCOME.
import { writeFileSync } from 'node:fs'

const said = ({ message, stack = '' }) => {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('/node_modules/'))
  return [message, ...frames].join('\n')
}

/** A second try mostly fails like the first. */
const named = (name, errors) => ({ name, why: [...new Set(errors.map(said))] })

/** Where an error stands that belongs to no test: in a hook, or in the file itself. */
const placeOf = (entity) =>
  entity.type === 'module' ? entity.relativeModuleId : `${entity.module.relativeModuleId} › ${entity.fullName}`

export default class Outcome {
  #outcome = { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] }

  onTestCaseResult(test) {
    const { state, errors = [] } = test.result()
    const outcome = this.#outcome
    if (state === 'passed') outcome.passed += 1
    else if (state === 'failed') outcome.failed += 1
    else outcome.skipped += 1
    if (state === 'failed') outcome.failures.push(named(placeOf(test), errors))
    if (test.diagnostic()?.flaky) outcome.unsteady.push(named(placeOf(test), errors))
  }

  onTestSuiteResult(suite) {
    this.#broken(suite)
  }

  onTestModuleEnd(module) {
    this.#broken(module)
  }

  onTestRunEnd(_modules, unhandled) {
    for (const error of unhandled) this.#fail('outside of any test', [error])
    writeFileSync(process.env.OUTCOME ?? 'outcome.json', JSON.stringify(this.#outcome))
  }

  #broken(entity) {
    if (entity.errors().length > 0) this.#fail(placeOf(entity), entity.errors())
  }

  #fail(where, errors) {
    this.#outcome.failed += 1
    this.#outcome.failures.push(named(where, errors))
  }
}
