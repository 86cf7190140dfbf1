import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {errorCodes, exitCodeOf} from '../../../src/lib/errors/codes.js'
import {exitCodes} from '../../support/outcome.js'

/** Section 6 of the contract: found before any request. */
const usage = `missing_prompt missing_task_id missing_video_id missing_output invalid_mode invalid_duration
  invalid_ratio invalid_format invalid_model invalid_camera_control invalid_dynamic_mask frame_not_found
  frame_read_error image_not_found image_read_error ref_image_not_found ref_image_read_error mask_not_found
  mask_read_error last_frame_requires_first conflicting_video_flags too_many_images missing_name invalid_name
  missing_description invalid_description missing_frontal frontal_not_found invalid_ref_count ref_not_found
  invalid_tag missing_element_id invalid_type missing_image missing_video missing_audio conflicting_audio
  audio_not_found audio_read_error incompatible_camera_control incompatible_sound incompatible_voice
  incompatible_last_frame incompatible_motion_brush incompatible_cfg_scale incompatible_element
  conflicting_controls invalid_cfg_scale invalid_prompt invalid_limit invalid_page invalid_orientation
  invalid_image invalid_audio invalid_placeholder invalid_base_url invalid_key invalid_flag unknown_command
  invalid_argument conflicting_source missing_voice_id`.split(/\s+/)

describe('error codes', () => {
  it('are those of the contract, with its exit codes', () => {
    const wanted = {...Object.fromEntries(usage.map(code => [code, 2])), ...exitCodes}
    const found = Object.fromEntries(errorCodes().map(code => [code, exitCodeOf(code)]))
    expect(found).to.deep.equal(wanted)
  })

  it("a plugin's own code exits with 1", () => {
    expect(exitCodeOf('of_a_plugin')).to.equal(1)
    expect(exitCodeOf('__proto__')).to.equal(1)
  })

  it('are what docs/errors.md says', () => {
    const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^\| (\d+)(?:, (\d+))? \|[^|]*\|([^|]*)\|$/gm)]
    const exits = rows.flatMap(([, first, second]) => (second ? [first!, second] : [first!]))
    const known = errorCodes().map(code => String(exitCodeOf(code)))
    expect(new Set(exits.filter(exit => exit !== '0'))).to.deep.equal(new Set(known))
    for (const [, first, second, words] of rows) {
      const own = errorCodes().filter(code => [first, second].includes(String(exitCodeOf(code))))
      const named = [...words!.matchAll(/`([a-z_*]+)`/g)].map(([, name]) => name!)
      for (const code of own) {
        const isNamed = named.some(name => new RegExp(`^${name.replaceAll('*', '.+')}$`).test(code))
        expect(isNamed, `${code} in the row of ${first}`).to.equal(true)
      }
      // The row of wrong use names by pattern, with exceptions.
      if (first !== '2') expect(named).to.have.members(own)
    }
  })
})
