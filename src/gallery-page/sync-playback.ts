/** More than this apart, in seconds, one is put where the other is; less is caught up unseen. */
const jump = 0.12
const tolerance = 0.012

/** Several videos that play, pause, jump and step as one. The longest one leads; shorter ones wait at their end. */
export class InStep {
  isPlaying = false
  private rate = 1
  private loop = 0

  /**
   * @param videos whose heads are loaded
   * @param framesPerSecond of the leading one
   * @param onTime called with each new position, in seconds
   */
  constructor(
    private readonly videos: HTMLVideoElement[],
    private readonly framesPerSecond: number,
    private readonly onTime: (seconds: number) => void,
  ) {}

  private get lead(): HTMLVideoElement {
    return this.videos.reduce((longest, video) => (video.duration > longest.duration ? video : longest))
  }

  get length(): number {
    return this.lead.duration || 0
  }

  get time(): number {
    return this.lead.currentTime
  }

  play(): void {
    if (this.isPlaying) return
    this.isPlaying = true
    if (this.lead.ended) this.put(0)
    this.turn()
  }

  pause(): void {
    this.isPlaying = false
    cancelAnimationFrame(this.loop)
    for (const video of this.videos) {
      video.pause()
      video.playbackRate = this.rate
    }
    this.put(this.middleOf(this.frame))
  }

  toggle(): void {
    if (this.isPlaying) this.pause()
    else this.play()
  }

  /** Goes to a time in seconds; it plays on if it played. */
  seek(seconds: number): void {
    this.put(Math.min(Math.max(seconds, 0), this.length))
  }

  /** Goes some frames on or back, and stands there. */
  step(frames: number): void {
    this.pause()
    const last = Math.max(0, Math.round(this.length * this.framesPerSecond) - 1)
    this.put(this.middleOf(Math.min(Math.max(this.frame + frames, 0), last)))
  }

  setRate(rate: number): void {
    this.rate = rate
    for (const video of this.videos) video.playbackRate = rate
  }

  close(): void {
    this.isPlaying = false
    cancelAnimationFrame(this.loop)
  }

  /** Number of the frame that the leading one shows. */
  private get frame(): number {
    return Math.floor(this.lead.currentTime * this.framesPerSecond + 1e-6)
  }

  /** A time at which a frame is shown for sure: half of it away from its neighbours. */
  private middleOf(frame: number): number {
    return (frame + 0.5) / this.framesPerSecond
  }

  private put(seconds: number): void {
    for (const video of this.videos) {
      const time = Math.min(seconds, Math.max(0, video.duration - 0.001))
      if (Math.abs(video.currentTime - time) > 0.0005) video.currentTime = time
    }
    this.onTime(seconds)
  }

  private turn(): void {
    if (!this.isPlaying) return
    const {lead} = this
    if (lead.ended || lead.currentTime >= lead.duration - 0.005) this.put(0)
    const others = this.videos.filter(video => video !== lead && lead.currentTime < video.duration - 0.05)
    const running = [lead, ...others]
    // One that has to load holds all of them up.
    const isReady = running.every(
      video => video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA || video.ended,
    )
    for (const video of running) {
      if (isReady && video.paused) void video.play().catch(() => {})
      if (!isReady && !video.paused && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) video.pause()
    }
    for (const video of others) this.catchUp(video, lead)
    this.onTime(lead.currentTime)
    this.loop = requestAnimationFrame(() => this.turn())
  }

  private catchUp(video: HTMLVideoElement, lead: HTMLVideoElement): void {
    if (video.seeking || lead.seeking) return
    const behind = lead.currentTime - video.currentTime
    if (Math.abs(behind) > jump) video.currentTime = lead.currentTime
    const isClose = Math.abs(behind) <= tolerance
    const rate = isClose ? this.rate : this.rate * Math.min(Math.max(1 + behind * 2, 0.8), 1.25)
    if (Math.abs(video.playbackRate - rate) > 0.01) video.playbackRate = rate
  }
}
