import type * as rendering from '../render/render-video.js'

/** The part of the rendering that the renderer process needs; a type, because loading it takes a while. */
export type RenderModule = Pick<typeof rendering, 'renderVideo' | 'sizeOf' | 'sizeForImage'>
