import {catalogue} from './catalogue.js'
import {type FactName, type Facts, limitOf} from './facts.js'
import {findOffer} from './catalogue.js'

const v1: Facts = {standard: 'v1'}

/** The most that a number may be for every model of the older standard. */
export function commonLimit(fact: FactName): number {
  return limitOf(catalogue().rules, fact, v1) ?? Infinity
}

/** The most that a number may be for a model at a place. */
export function modelLimit(product: string, model: string, fact: FactName): number {
  const found = findOffer(model, product)
  const facts: Facts = {...v1, product, resolution: '1080p'}
  return limitOf([...catalogue().rules, ...(found?.model.rules ?? [])], fact, facts) ?? Infinity
}

/** The values that models of the older standard take, where they agree. */
export function commonValues(fact: FactName): string[] {
  const rules = catalogue().models.flatMap(({rules}) => rules)
  const rule = rules.find(({requires, when}) => requires?.[fact] !== undefined && when === undefined)
  return [rule?.requires?.[fact] ?? []].flat().map(String)
}
