import {msg} from '../i18n/translate.js'

/** What stands here for a word that other tools have; the texts are marked with `msg`. */
export interface OtherWord {
  /** The words, with blanks between them; of commands with several words those are joined by `:`. */
  typed: string
  /** A command that does it; a last word in capitals stands for what follows the command. */
  use?: string
  /** Flags that do it, the likeliest first: those that the command has are named. */
  flags?: string[]
  /** Why there is no such thing. */
  why?: string
  /** What to do, where the command does not say it. */
  next?: string
}

const noCancel = msg`A task cannot be cancelled once it is submitted.`
const noDelete = msg`Kling keeps its tasks for 30 days; they cannot be deleted.`
const forget = 'task forget ID'

/** Words for one thing that a command does: what a topic calls otherwise is found by them. */
export const sameVerbs = [
  'list ls index all history',
  'delete remove rm del uninstall unset clear',
  'create new add make generate install',
  'set put write',
  'show status get info query check inspect view',
  'update upgrade refresh',
  'wait watch follow poll',
  'resume continue recover',
  'download fetch save pull export archive',
  'rerun retry redo repeat again',
].map(words => words.split(' '))

/** Commands of other tools, and shorter words for our own. */
export const otherCommands: OtherWord[] = [
  {
    typed: 'list ls ps tasks jobs history',
    next: msg`List the tasks of this machine with: kling task list. Those of the account: kling video list`,
  },
  {typed: 'videos video:ls video:history', use: 'video list'},
  {typed: 'task:ls task:history', use: 'task list'},
  {
    typed:
      'create generate gen make new run video:generate video:gen video:make video:new video:run task:create',
    use: 'video create PROMPT',
  },
  {typed: 'omni omni-video video:omni video:omni-video', use: 'video create PROMPT'},
  {
    typed:
      'text2video text-to-video txt2vid t2v text video:text2video video:text-to-video video:txt2vid video:t2v video:from-text',
    use: 'video create-from-text PROMPT',
  },
  {
    typed:
      'image2video image-to-video img2vid i2v animate video:image2video video:image-to-video video:img2vid video:i2v video:from-image video:animate',
    use: 'video create-from-image -i FILE',
  },
  {
    typed: 'motion motion-control video:motion video:motion-control',
    use: 'video create-motion-control --help',
  },
  {
    typed: 'avatar lip-sync lipsync talk video:avatar video:lip-sync video:lipsync',
    use: 'video create-avatar --help',
  },
  {
    typed: 'sound audio audio:create sfx video:sound video:audio',
    why: msg`kling adds sound to videos; sound by itself is not in this version.`,
    use: 'video add-sound ID',
  },
  {
    typed: 'image images picture photo image:create image:generate',
    why: msg`Pictures by themselves are not in this version.`,
    next: msg`Create a video with: kling video create PROMPT. Plugins can add commands: kling plugins --help`,
  },
  {
    typed: 'effect effects video:effect video:effects',
    why: msg`Effects are not in this version.`,
    use: 'video create PROMPT',
  },
  {typed: 'edit video:edit', use: 'video create PROMPT --base-video URL'},
  {
    typed: 'batch queue',
    why: msg`There is no batch command in this version.`,
    next: msg`Create several videos in a loop, then wait for all of them with: kling task wait ID ID`,
  },
  {
    typed: 'get info query check status video:get video:info task:status task:get task:info',
    use: 'video status ID',
  },
  {typed: 'fetch save pull video:save video:get-video task:save', use: 'video download ID'},
  {
    typed: 'watch follow poll video:watch video:follow video:poll video:wait task:watch task:follow',
    use: 'task wait ID',
  },
  {
    typed:
      'cancel stop abort kill task:cancel task:stop task:abort task:kill video:cancel video:stop video:abort',
    why: noCancel,
    next: msg`Remove it from the lists of this machine with: kling task forget ID`,
  },
  {
    typed: 'delete remove rm del video:delete video:remove video:rm task:delete task:remove task:rm',
    why: noDelete,
    use: forget,
  },
  {
    typed: 'retry redo repeat again video:retry video:redo video:repeat task:retry task:rerun',
    use: 'video rerun ID',
  },
  {typed: 'continue video:continue', use: 'task resume'},
  {
    typed: 'login signin sign-in auth auth:login authenticate configure setup init key keys api-key',
    use: 'config set kling_api_key',
  },
  {typed: 'logout signout sign-out auth:logout', use: 'config unset kling_api_key'},
  {typed: 'whoami me auth:status auth:list', use: 'doctor'},
  {typed: 'balance credits units quota usage packs', use: 'account'},
  {typed: 'billing bill spend spending costs charges', use: 'cost'},
  {
    typed: 'price prices pricing estimate',
    why: msg`The price depends on the request.`,
    next: msg`See it before you pay: add --estimate to the command.`,
  },
  {typed: 'model model:list model:show model:info list-models capabilities', use: 'models'},
  {typed: 'open view play preview show-video ui web video:open video:view video:play', use: 'gallery'},
  {
    typed: 'upgrade update self-update selfupdate',
    why: msg`kling is updated by npm.`,
    next: msg`Update it with: npm install -g kling-cli@latest. Plugins: kling plugins update`,
  },
  {typed: 'completion completions complete shell-completion', use: 'autocomplete'},
  {typed: 'version -v -version about', use: '--version'},
  {typed: '-help usage man docs commands', use: 'help'},
  {typed: 'settings config:ls config:show config:view', use: 'config list'},
  {typed: 'config:delete config:remove config:rm config:reset config:clear', use: 'config unset KEY'},
  {typed: 'config:add config:put config:init config:login', use: 'config set kling_api_key'},
  {
    typed: 'config:edit config:open',
    why: msg`The settings are changed one by one.`,
    next: msg`Change one with: kling config set NAME VALUE. See all of them: kling config list`,
  },
  {
    typed: 'profile profiles region regions',
    why: msg`It is chosen with a flag or a setting.`,
    next: msg`For example: --profile work, or kling config set region global`,
  },
  {typed: 'plugin plugin:list plugins:list plugins:ls extension extensions', use: 'plugins'},
  {typed: 'plugins:add plugin:install plugin:add', use: 'plugins install NAME'},
  {typed: 'plugins:rm plugins:delete plugin:remove plugin:uninstall', use: 'plugins uninstall NAME'},
  {typed: 'plugins:create plugins:init plugins:generate plugin:new', use: 'plugins new NAME'},
  {typed: 'plugins:upgrade plugin:update', use: 'plugins update'},
  {
    typed: 'element elements character characters video:elements video:characters element:list',
    use: 'video element list',
  },
  {
    typed: 'element:create video:element:new video:element:add character:create',
    use: 'video element create NAME',
  },
  {typed: 'element:delete video:element:remove video:element:rm', use: 'video element delete ID'},
  {typed: 'voices', use: 'voice list'},
  {typed: 'speak say tts speech', why: msg`Speech is not in this version.`, use: 'voice --help'},
  {typed: 'mock demo try test emulator server serve simulate', use: 'sandbox start'},
  {typed: 'status-page ping health diagnose check-setup', use: 'doctor'},
  {typed: 'logs log', use: 'task list'},
  {
    typed: 'upload file files',
    why: msg`Files are sent with the request.`,
    use: 'video create PROMPT --first-frame FILE',
  },
]

const printed = msg`Results go to stdout; progress and hints go to stderr.`
const keysAreSettings = msg`Keys are settings, so that they stay out of the shell history.`
const addressIsASetting = msg`The address is a setting.`
const oneVideo = msg`A command creates one video.`

/** Flags of other tools; those of a single letter are short flags. */
export const otherFlags: OtherWord[] = [
  {typed: 'aspect-ratio aspect ar size dimensions format-ratio orientation width height', flags: ['ratio']},
  {typed: 'negative-prompt neg-prompt neg no avoid exclude', flags: ['negative']},
  {typed: 'resolution res quality definition hd', flags: ['mode']},
  {typed: 'length seconds time len duration-seconds', flags: ['duration']},
  {
    typed: 'image img input-image source-image init-image picture photo input',
    flags: ['first-frame', 'image', 'ref-image', 'frontal'],
  },
  {typed: 'start-frame start-image first-image first begin', flags: ['first-frame', 'image']},
  {typed: 'end-frame end-image image-tail tail last-image last end tail-image', flags: ['last-frame']},
  {typed: 'reference reference-image ref-images references ref subject', flags: ['ref-image', 'ref']},
  {typed: 'character characters elements element-id', flags: ['element']},
  {typed: 'video input-video source-video video-url', flags: ['video', 'base-video', 'ref-video', 'url']},
  {
    typed: 'audio with-audio generate-audio native-audio enable-audio music',
    flags: ['sound', 'audio', 'bgm'],
  },
  {typed: 'voices voice-id', flags: ['voice']},
  {typed: 'speech audio-file sound-file', flags: ['audio']},
  {typed: 'cfg guidance guidance-scale', flags: ['cfg-scale']},
  {typed: 'camera camera-move movement', flags: ['camera-control']},
  {typed: 'mask masks', flags: ['static-mask', 'dynamic-mask']},
  {typed: 'multi multishot scenes scene', flags: ['shot', 'multi-shot']},
  {typed: 'model-name model-id engine', flags: ['model']},
  {
    typed: 'out out-file output-file outfile output-path output-dir dest destination save save-as file path',
    flags: ['output'],
  },
  {typed: 'overwrite clobber replace', flags: ['force']},
  {typed: 'sync block follow poll', flags: ['wait', 'watch']},
  {
    typed: 'async no-wait background detach',
    why: msg`Without --wait, a command does not wait.`,
    next: msg`Leave the flag out.`,
  },
  {typed: 'max-wait wait-time poll-timeout', flags: ['wait-timeout', 'timeout']},
  {typed: 'webhook webhook-url callback notify-url', flags: ['callback-url']},
  {typed: 'external-id client-id request-id idempotency-key id', flags: ['external-task-id']},
  {typed: 'dryrun simulate what-if', flags: ['dry-run']},
  {typed: 'price cost costs', flags: ['estimate', 'max-cost']},
  {typed: 'budget max-price max-units', flags: ['max-cost']},
  {typed: 'assume-yes no-confirm non-interactive', flags: ['yes', 'force']},
  {typed: 'param params extra body data field', flags: ['set']},
  {typed: 'skip-checks no-check no-validate', flags: ['unchecked']},
  {
    typed: 'no-watermark',
    why: msg`Without --watermark, there is no watermarked version.`,
    next: msg`Leave the flag out.`,
  },
  {
    typed: 'no-sound mute silent-video',
    why: msg`Without --sound, no sound is generated.`,
    next: msg`Leave the flag out.`,
  },
  {typed: 'per-page page-size max-results max count num top', flags: ['limit']},
  {typed: 'offset cursor', flags: ['page', 'all']},
  {typed: 'status', flags: ['state']},
  {typed: 'type', flags: ['kind']},
  {typed: 'kind', flags: ['type']},
  {typed: 'after from start newer-than', flags: ['since']},
  {typed: 'output-format format', flags: ['json']},
  {typed: 'columns select', flags: ['fields']},
  {typed: 'language locale', flags: ['lang']},
  {typed: 'account user workspace', flags: ['profile']},
  {typed: 'sandbox mock test local offline', next: msg`Use: --region sandbox`},
  {typed: 'verbose v trace', flags: ['verbose', 'debug']},
  {
    typed: 'quiet silent no-progress q s',
    why: printed,
    next: msg`To hide progress and hints, redirect stderr.`,
  },
  {typed: 'jq query filter', next: msg`Choose fields with --fields, or pipe the JSON: kling … --json | jq .`},
  {
    typed: 'seed',
    why: msg`Kling has no seed: the same prompt gives another video each time.`,
    next: msg`Leave the flag out. To send the same request again: kling video rerun ID`,
  },
  {
    typed: 'n num-outputs num-videos samples variations repeat batch',
    flags: ['limit'],
    why: oneVideo,
    next: msg`Run the command again for another video.`,
  },
  {
    typed: 'fps frame-rate frames num-frames steps sampler strength',
    why: msg`The model decides this; the API has no such field.`,
    next: msg`Leave the flag out.`,
  },
  {
    typed: 'prompt p text description message',
    why: msg`The prompt is an argument.`,
    next: msg`Put it in quotes after the command: kling video create "a cat playing piano"`,
  },
  {typed: 'prompt-from script', flags: ['prompt-file', 'shots']},
  {
    typed: 'api-key apikey key token access-key secret-key secret',
    why: keysAreSettings,
    next: msg`Save one with: kling config set kling_api_key`,
  },
  {
    typed: 'base-url endpoint host api-url url server',
    why: addressIsASetting,
    next: msg`Set it with: kling config set kling_base_url URL`,
  },
  {typed: 'config', next: msg`See where the settings are with: kling config path`},
  {
    typed: 'no-color no-colour plain',
    next: msg`Set the variable NO_COLOR, or KLING_PLAIN for a screen reader.`,
  },
  {typed: 'version', next: msg`Use: kling --version`},
  {typed: 'input-json request', next: msg`Put any field into the request with: --set PATH=VALUE`},
]
