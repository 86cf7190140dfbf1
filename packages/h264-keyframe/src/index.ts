export {UnreadableVideo} from './bit-reader.js'
export {type Decoded, type RgbImage, decodePicture, toRgb} from './keyframe.js'
