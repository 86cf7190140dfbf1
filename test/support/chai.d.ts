// chai 6 brings no types of its own; this stands in until @types/chai is a devDependency.
declare module 'chai' {
  export const expect: any // eslint-disable-line @typescript-eslint/no-explicit-any -- a stand-in
}
