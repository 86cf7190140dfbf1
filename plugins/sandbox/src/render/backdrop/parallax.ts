import type {SKRSContext2D} from '@napi-rs/canvas'

import type {CameraPose} from '../camera.js'
import type {FrameSize} from '../frame-size.js'

/** How far outside the frame a layer must reach so that no move shows its edge, as a fraction of the frame. */
export const OVERSCAN = 0.35

/**
 * Runs `paint` with the camera's view of a layer: near layers (`depth` 1) move more than far ones (0). The
 * transform is undone afterwards.
 */
export function atDepth(
  context: SKRSContext2D,
  {width, height}: FrameSize,
  camera: CameraPose,
  depth: number,
  paint: () => void,
): void {
  const zoom = 1.04 + (camera.zoom - 1) * (0.25 + depth)
  const travel = 0.35 + depth
  context.save()
  context.translate(width / 2, height / 2)
  context.rotate(camera.roll)
  context.scale(zoom, zoom)
  context.translate(camera.x * travel * width - width / 2, camera.y * travel * height - height / 2)
  paint()
  context.restore()
}
