import {expect} from 'chai'
import {useRuns} from '../support/fixture.js'
import {expectError} from '../support/outcome.js'

/** What is typed → what is said of it and what to do. */
const commands: [string, RegExp, RegExp][] = [
  ['list', /^Unknown command: list\.$/, /kling task list\b.*kling video list/],
  ['ls', /ls/, /kling task list/],
  ['create hi', /^Unknown command: create\.$/, /kling video create "hi"$/],
  ['create', /create/, /kling video create "a cat playing piano"$/],
  ['generate hi', /generate/, /kling video create "hi"$/],
  ['vidoe', /did you mean video\?/, /kling video --help/],
  ['vidoe create hi', /did you mean video create\?/, /./],
  ['status', /^Unknown command: status\.$/, /kling video status ID$/],
  ['status 5', /^Unknown command: status\.$/, /kling video status 5$/],
  ['task status 5', /task status/, /kling video status 5$/],
  ['download 5', /download/, /kling video download 5$/],
  ['wait 5', /wait/, /kling task wait 5$/],
  ['rerun', /rerun/, /kling video rerun$/],
  ['video wait 5', /video wait/, /kling task wait 5$/],
  ['video text2video hi', /video text2video/, /kling video create-from-text "hi"$/],
  ['i2v', /i2v/, /kling video create-from-image -i FILE$/],
  ['video delete 5', /cannot be deleted/, /kling task forget 5$/],
  ['task rm 5', /cannot be deleted/, /kling task forget 5$/],
  ['task cancel', /cannot be cancelled/, /kling task forget ID$/],
  ['video cancel 5', /cannot be cancelled/, /kling task forget/],
  ['image create hi', /Pictures/, /kling video create/],
  ['login', /login/, /kling config set kling_api_key$/],
  ['auth', /auth/, /kling config set kling_api_key$/],
  ['auth status', /auth status/, /kling doctor$/],
  ['logout', /logout/, /kling config unset kling_api_key$/],
  ['list-models', /list-models/, /kling models$/],
  ['model list', /model list/, /kling models$/],
  ['open', /open/, /kling gallery$/],
  ['upgrade', /npm/, /npm install -g kling-cli/],
  ['update', /npm/, /npm install -g kling-cli/],
  ['completion', /completion/, /kling autocomplete$/],
  ['version', /version/, /kling --version$/],
  ['-v', /-v/, /kling --version$/],
  ['balance', /balance/, /kling account$/],
  ['price', /depends/, /--estimate/],
  ['config ls', /config ls/, /kling config list$/],
  ['config remove region', /config remove/, /kling config unset region$/],
  ['voice rm 5', /voice rm/, /kling voice delete 5$/],
  ['video element add', /element add/, /kling video element create/],
  ['plugins list', /plugins list/, /kling plugins$/],
  ['plugins add voice', /plugins add/, /kling plugins install voice$/],
  ['video frobnicate', /^Unknown command: video frobnicate\.$/, /kling video --help$/],
  ['lorem ipsum', /^Unknown command: lorem ipsum\.$/, /kling help$/],
]

const flags: [string, RegExp, RegExp][] = [
  ['video create hi --seed 5', /no seed/, /kling video rerun/],
  ['video create hi --aspect-ratio 16:9', /did you mean --ratio\?/, /^--ratio \(-r\): aspect ratio/],
  ['video create hi --aspectRatio 16:9', /did you mean --ratio\?/, /./],
  ['video create hi --negative-prompt no', /calls it --negative\./, /kling video create-from-text/],
  ['video create-from-text hi --negative-prompt no', /did you mean --negative\?/, /negative prompt/],
  ['video create hi --negative no', /^Unknown flag: --negative\.$/, /is a flag of .*create-from-text/],
  ['video create hi --resolution 720p', /did you mean --mode\?/, /720p/],
  ['video create hi --image cat.png', /--first-frame or --ref-image\?/, /\(-i\)/],
  ['video create-from-image hi --image cat.png', /did you mean --first-frame\?/, /\(-i\)/],
  ['video create hi --audio a.mp3', /did you mean --sound\?/, /sound/],
  ['video create --prompt hi', /The prompt is an argument/, /kling video create "/],
  ['video create hi --quiet', /stderr/, /redirect/],
  ['video create hi -q', /stderr/, /redirect/],
  ['video create hi --jq .', /--jq/, /--fields.*jq/],
  ['video create hi --api-key=k', /settings/, /kling config set kling_api_key$/],
  ['video create hi --first_frame cat.png', /did you mean --first-frame\?/, /./],
  ['video create hi --mdoe pro', /did you mean --mode\?/, /./],
  ['video create hi --frobnicate', /^Unknown flag: --frobnicate\.$/, /--help/],
  ['task wait 1 --max-wait 5', /did you mean --wait-timeout/, /./],
  ['cost --jsn', /did you mean --json\?/, /./],
]

describe('words of other tools', () => {
  const cases = [...commands, ...flags]
  const ends = useRuns(cases, (fixture, [line]) => fixture.kling(line.split(' ')))
  for (const one of cases) {
    const [line, what, next] = one
    it(`kling ${line}`, () => {
      const {result, fixture} = ends(one)
      const {message, hint} = expectError(result, commands.includes(one) ? 'unknown_command' : 'invalid_flag')
      expect(message).to.match(what)
      expect(hint).to.match(next)
      // A line each: what, and what next.
      expect(message + hint).to.not.include('\n')
      expect(fixture.api.requests).to.have.length(0)
    })
  }
})
