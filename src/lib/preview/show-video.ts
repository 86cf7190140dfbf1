import {extname, resolve} from 'node:path'
import {t} from '../i18n/translate.js'
import {type PosterOptions, posterOf} from './poster.js'
import {render} from './render.js'
import {isSharp, protocolOf} from './terminals.js'
import {openExternally, withoutKeys} from '../terminal/open-externally.js'
import type {Screen} from '../terminal/screen.js'

/** Those of `showFlags`; where `preview` is not given, it is left to what the terminal can show. */
export interface ShowFlags {
  preview?: boolean
  open?: boolean
}

export interface ShowOptions {
  /** The screen behind stdout. */
  screen: Screen
  signal: AbortSignal
  env: Record<string, string | undefined>
  /** Where the frame is drawn. */
  stdout: {write(text: string): unknown}
  hint: (text: string) => void
}

/**
 * Shows a frame of a video on the terminal, above the view of the result, and opens the video in the system's viewer, where
 * that is wished.
 * @param file `-` stands for stdout, where there is nothing to be shown
 */
export async function showVideo(file: string, flags: ShowFlags, options: ShowOptions): Promise<void> {
  if (file === '-' || options.env.CI) return
  const {signal, hint} = options
  if (extname(file).toLowerCase() === '.mp4')
    await showFrame(file, flags, options, {env: withoutKeys(options.env), signal})
  if (!flags.open) return
  const missing = await openExternally(resolve(file), options.env)
  if (missing) hint(t`${file} was not opened: ${missing} is not installed.`)
}

async function showFrame(
  file: string,
  {preview}: ShowFlags,
  {screen, env, stdout, hint}: ShowOptions,
  options: PosterOptions,
): Promise<void> {
  const protocol = protocolOf(env)
  if (!protocol || !(preview ?? isSharp(protocol))) return
  const picture = await posterOf(file, options)
  if (picture) {
    const size = {width: screen.width ?? 80, height: screen.height ?? 24}
    stdout.write(`${render(picture, protocol, size)}\n`)
  } else if (preview) hint(t`Cannot read a frame of ${file}. Install ffmpeg to support more formats.`)
}
