import type {Clip} from '../lib/gallery/clip.js'

/** The first frame of a clip: an address of a picture, or a canvas where the browser lets no picture be made of it. */
type Poster = string | HTMLCanvasElement

/** Videos that are opened at once for their first frame. */
const atOnce = 3
const posterWidth = 560
/** Pictures are small; canvases are not. */
const mostPictures = 1500
const mostCanvases = 60
const patienceMs = 15_000
/** While somebody scrolls nothing is begun: a frame of a large video takes longer than one of the screen. */
const restMs = 140

/** First frames by the address of the file, the ones longest unused first. */
const made = new Map<string, Poster | 'none'>()
/** A card that waits for its picture. */
interface Waiting {
  picture: Element
  done(poster: Poster | undefined): void
}

const waiting = new Map<string, Waiting>()
let active = 0
let resting: ReturnType<typeof setTimeout> | undefined

/** What is shown of a clip while it does not play: at once where it is known. */
export function posterOf(clip: Clip): Poster | 'none' | undefined {
  const url = clip.file?.url ?? ''
  const poster = made.get(url)
  if (poster !== undefined) {
    made.delete(url)
    made.set(url, poster)
  }
  return poster
}

/**
 * Asks for the first frame of a clip; undefined comes when the browser cannot show it.
 * @param picture where it will hang: what is in sight is served first, from the top
 */
export function askForPoster(clip: Clip, picture: Element, done: Waiting['done']): void {
  waiting.set(clip.file!.url, {picture, done})
  // All cards of the wall ask before the first is chosen.
  queueMicrotask(pump)
}

export function forgetPoster(clip: Clip): void {
  waiting.delete(clip.file?.url ?? '')
}

/** Puts off what is waiting, until it is quiet for a moment. */
export function holdPosters(): void {
  clearTimeout(resting)
  resting = setTimeout(() => {
    resting = undefined
    pump()
  }, restMs)
}

function pump(): void {
  while (resting === undefined && active < atOnce && waiting.size > 0) {
    const [url, {done}] = nextInSight()
    waiting.delete(url)
    active++
    void firstFrame(url).then(poster => {
      active--
      keep(url, poster)
      done(poster)
      pump()
    })
  }
}

/** The one that waits and is nearest to the top of the window; what is above the window comes last. */
function nextInSight(): [string, Waiting] {
  const places = [...waiting].map(entry => {
    const {top, bottom, left} = entry[1].picture.getBoundingClientRect()
    return {entry, isAbove: bottom < 0, top, left}
  })
  places.sort((a, b) => Number(a.isAbove) - Number(b.isAbove) || a.top - b.top || a.left - b.left)
  return places[0]!.entry
}

function keep(url: string, poster: Poster | undefined): void {
  made.set(url, poster ?? 'none')
  const isPicture = typeof poster === 'string'
  const alike = [...made].filter(([, other]) => (typeof other === 'string') === isPicture)
  if (alike.length <= (isPicture ? mostPictures : mostCanvases)) return
  const [oldest, value] = alike[0]!
  made.delete(oldest)
  if (typeof value === 'string' && value !== 'none') URL.revokeObjectURL(value)
}

async function firstFrame(url: string): Promise<Poster | undefined> {
  const video = document.createElement('video')
  video.muted = true
  video.preload = 'auto'
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(reject, patienceMs)
      video.onloadeddata = () => {
        clearTimeout(timer)
        resolve()
      }
      video.onerror = () => {
        clearTimeout(timer)
        reject(new Error('not a video'))
      }
      video.src = url
    })
    const canvas = document.createElement('canvas')
    const scale = Math.min(1, posterWidth / video.videoWidth)
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    canvas.getContext('2d', {alpha: false})!.drawImage(video, 0, 0, canvas.width, canvas.height)
    return await pictureOf(canvas)
  } catch {
    return undefined
  } finally {
    // Else the browser goes on loading.
    video.removeAttribute('src')
    video.load()
  }
}

async function pictureOf(canvas: HTMLCanvasElement): Promise<Poster> {
  try {
    const blob = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/jpeg', 0.82))
    return blob ? URL.createObjectURL(blob) : canvas
  } catch {
    // Each file of a folder is foreign to the others.
    return canvas
  }
}
