import {join} from 'node:path'

/** What the environment says about the sandbox; `speed` is undefined when it is no positive number. */
export interface SandboxSettings {
  stateDir: string
  speed: number | undefined
}

/** A positive number, or undefined for any other text. */
export function positiveNumber(text: string): number | undefined {
  const value = text.trim() === '' ? NaN : Number(text)
  return Number.isFinite(value) && value > 0 ? value : undefined
}

/** State folder and speed: `KLING_SANDBOX_STATE`, `KLING_SANDBOX_SPEED`, or the program's data folder and 1. */
export function sandboxSettings({env, dataDir}: {env: NodeJS.ProcessEnv; dataDir: string}): SandboxSettings {
  return {
    stateDir: env.KLING_SANDBOX_STATE || join(dataDir, 'sandbox'),
    speed: env.KLING_SANDBOX_SPEED ? positiveNumber(env.KLING_SANDBOX_SPEED) : 1,
  }
}
