export {DecodeError, type DecodeErrorReason} from './decode-error.js'
export {type Keyframe, decodeKeyframe} from './keyframe.js'
export type {ColourDescription} from './parameter-sets.js'
export {type RgbImage, toRgb} from './rgb.js'
