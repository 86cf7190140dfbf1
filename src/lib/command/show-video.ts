import {extname, resolve} from 'node:path'
import {say} from '../language/say.js'
import {type PosterOptions, posterOf} from '../preview/poster.js'
import {render} from '../preview/render.js'
import {isSharp, protocolOf} from '../preview/terminals.js'
import {openInViewer} from '../preview/viewer.js'
import {type Screen} from '../view/screen.js'

export interface ShowOptions extends PosterOptions {
  /** What was downloaded. */
  file: string
  /** Whether a picture is wanted; undefined leaves it to what the terminal can show. */
  preview: boolean | undefined
  open: boolean
  screen: Screen
  write: (text: string) => void
  tip: (text: string) => void
}

/** Shows a frame of a video on the terminal and opens the video in the system's viewer, where that is wished. */
export async function showVideo(options: ShowOptions): Promise<void> {
  const {file, open, tip} = options
  // Other programs have no need of the keys.
  const env = Object.fromEntries(Object.entries(options.env).filter(([name]) => !name.startsWith('KLING_')))
  await showFrame(options, env)
  const missing = open && (await openInViewer(resolve(file), {env, platform: process.platform}))
  if (missing) tip(say`${file} was not opened: there is no ${missing}.`)
}

async function showFrame(
  {file, preview, env, signal, screen, write, tip}: ShowOptions,
  programEnv: NodeJS.ProcessEnv,
): Promise<void> {
  const protocol = protocolOf(env)
  if (!protocol || !(preview ?? isSharp(protocol)) || extname(file).toLowerCase() !== '.mp4') return
  const picture = await posterOf(file, {env: programEnv, signal})
  if (picture) {
    const size = {width: screen.width ?? 80, height: screen.height ?? 24}
    write(`${render(picture, protocol, size)}\n`)
  } else if (preview) tip(say`No frame of ${file} can be read; with ffmpeg on PATH it may be.`)
}
