/** A run of whole groups of pictures that one worker draws and encodes: frames `from` to `to`, exclusive. */
export interface Segment {
  from: number
  to: number
}

export interface GopPlan {
  /** Frames from one keyframe to the next. */
  gopLength: number
  segments: Segment[]
}

const LONGEST_GOP = 48

/**
 * Cuts a clip into segments at keyframes, at most one per worker. The GOP length depends on the clip alone, so
 * the encoded pictures are the same whatever the number of workers; an even number of GOPs keeps two workers
 * equally busy.
 */
export function planGops(frames: number, workers: number): GopPlan {
  const gops = Math.min(frames, 2 * Math.ceil(frames / (2 * LONGEST_GOP)))
  const gopLength = Math.ceil(frames / gops)
  const count = Math.max(1, Math.min(workers, gops))
  const segments: Segment[] = []
  for (let index = 0; index < count; index++) {
    const from = Math.min(frames, Math.round((gops * index) / count) * gopLength)
    const to = Math.min(frames, Math.round((gops * (index + 1)) / count) * gopLength)
    if (to > from) segments.push({from, to})
  }

  return {gopLength, segments}
}
