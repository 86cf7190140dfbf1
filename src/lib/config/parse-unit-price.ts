/** Money: an amount of a currency, ISO 4217. */
export interface Money {
  amount: number
  currency: string
}

/** `0.098 USD`: what one unit costs an account; undefined for what is no price. */
export function parseUnitPrice(text: string): Money | undefined {
  const [, amount, currency] = /^\s*(\d{1,6}(?:\.\d{1,8})?)\s*([a-z]{3})\s*$/i.exec(text) ?? []
  return currency === undefined ? undefined : {amount: Number(amount), currency: currency.toUpperCase()}
}
