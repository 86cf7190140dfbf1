import {t} from '../i18n/translate.js'
import {formatSeconds} from '../terminal/text.js'
import {type Check, type Finding, shellWord} from './check.js'
import {type Probe, type Probing, probeService} from './probe.js'
import type {DoctorContext} from './context.js'

/** Life of a token before and after its signing, in ms: a clock that is off by more has its tokens refused. */
const tokenMs = {before: 5_000, after: 1_800_000}
/** A difference of clocks that is worth a word, in ms. */
const noticeableMs = 5_000

const host = ({baseUrl}: Probe): string => new URL(baseUrl).host

/** Whether each endpoint answers. */
async function checkReach(at: DoctorContext): Promise<Finding[]> {
  const {probes} = await probeService(at)
  return probes.map(probe => {
    const {name: of, baseUrl, isInUse, isApi, ms, error} = probe
    const name = of === 'base-url' ? t`base URL` : t`region ${of}`
    const details = {base_url: baseUrl, in_use: isInUse, ms}
    if (isApi || error === undefined)
      return {of, name, status: 'ok', message: t`${host(probe)} responded in ${ms ?? 0} ms`, details}
    const {code, fields} = error
    const fix =
      code === 'connection_error' && fields.retryable === false ? caCure : `curl -v ${shellWord(baseUrl)}`
    const status = isInUse ? 'fail' : 'warn'
    const message =
      ms === undefined ? error.message : t`${host(probe)} responded, but not as expected: ${error.message}`
    return {of, name, status, message, fix, details: {...details, code, http_status: fields.http_status}}
  })
}

const caCure = 'export NODE_EXTRA_CA_CERTS=/path/to/authority.pem'

/** Whether the keys are accepted, and which region they belong to. */
async function checkAcceptance(at: DoctorContext): Promise<Finding | []> {
  const probing = await probeService(at)
  const {probes, keys} = probing
  if (keys === undefined || probes.length === 0) return []
  const named = (verdict: Probe['verdict']): string[] =>
    probes.filter(probe => probe.verdict === verdict).map(({name}) => name)
  const accepted = named('accepted')
  const details = {accepted, refused: named('refused'), unknown: named('unknown')}
  const inUse = probes.find(probe => probe.isInUse)
  if (inUse?.verdict === 'accepted') return {...accountOf(inUse), details}
  if (inUse?.verdict === 'unknown') {
    const more = accepted.length > 0 ? ` ${t`The keys are accepted by: ${accepted.join(t`, `)}.`}` : ''
    return {status: 'warn', message: t`Cannot query ${host(inUse)}.${more}`, details}
  }
  const [home] = probes.filter(({verdict}) => verdict === 'accepted')
  if (!inUse) {
    if (home) return {status: 'ok', message: t`accepted by ${home.name}, which is not in use`, details}
    return {status: 'warn', message: t`No region accepts the keys.`, details}
  }
  if (home) {
    const message = t`The keys belong to ${home.name}, but ${inUse.name} is in use.`
    return {status: 'fail', message, fix: moveCure(home, probing, at), details}
  }
  return {...nobodysKeys(probes, keys), details}
}

/** Keys that are let in; the account may have nothing to spend. */
function accountOf(probe: Probe): Finding {
  const {name, error} = probe
  if (!error) return {status: 'ok', message: t`accepted by ${name}`}
  return {
    status: 'warn',
    message: t`The keys belong to ${name}, but: ${error.message}`,
    fix: 'kling video list --limit 1',
  }
}

function moveCure({name}: Probe, {origin, settings}: Probing, at: DoctorContext): string {
  if (name === 'base-url') return `export KLING_BASE_URL=${settings.kling_base_url!.value}`
  const flag = at.profile !== undefined ? ` --profile ${shellWord(at.profile)}` : ''
  if (origin === '--region') return `kling doctor --region ${name}${flag}`
  if (origin === 'KLING_BASE_URL') return `unset KLING_BASE_URL; export KLING_REGION=${name}`
  if (origin === 'KLING_REGION') return `export KLING_REGION=${name}`
  if (settings.kling_base_url)
    return `kling config unset kling_base_url${flag} && kling config set region ${name}${flag}`
  return `kling config set region ${name}${flag}`
}

/** Keys that nobody takes: by the codes of the refusals it may be seen which half of them is wrong. */
function nobodysKeys(probes: Probe[], keys: Probing['keys']): Finding {
  const codeOf = (probe: Probe): number | undefined => probe.error?.fields.api_code
  const isSecret = keys === 'pair' && probes.find(probe => codeOf(probe) === 1000)
  if (isSecret) {
    const message = t`${isSecret.name} rejects the signature: the secret key does not match the access key.`
    return {status: 'fail', message, fix: 'kling config set kling_secret_key'}
  }
  const words = probes
    .filter(({verdict}) => verdict === 'refused')
    .map(({name, error}) => `${name}: ${error!.message}`)
  return {
    status: 'fail',
    message: t`No region accepts the keys. ${words.join(' ')}`,
    fix:
      keys === 'pair'
        ? 'kling config set kling_access_key && kling config set kling_secret_key'
        : 'kling config set kling_api_key',
  }
}

const clockCures: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'sudo sntp -sS time.apple.com',
  win32: 'w32tm /resync',
}

/** The clock of this machine by those of the service: tokens are signed by it. */
async function checkClock(at: DoctorContext): Promise<Finding | []> {
  const {probes, keys} = await probeService(at)
  const timed = probes.filter(({aheadMs}) => aheadMs !== undefined)
  const probe = timed.find(({isInUse}) => isInUse) ?? timed[0]
  if (!probe) return []
  const ahead = probe.aheadMs!
  const details = {server: host(probe), behind_seconds: Math.round(ahead / 1000)}
  if (Math.abs(ahead) <= noticeableMs)
    return {status: 'ok', message: t`within a few seconds of ${host(probe)}`, details}
  const isOutside = ahead > tokenMs.after || ahead < -tokenMs.before
  const isTaken = probe.verdict === 'accepted' && !probe.isRefusedForTime
  const isRefused = keys !== 'api_key' && !isTaken && (probe.isRefusedForTime || isOutside)
  const amount = formatSeconds(Math.abs(ahead) / 1000)
  const off = ahead > 0 ? t`${amount} behind ${host(probe)}` : t`${amount} ahead of ${host(probe)}`
  return {
    status: isRefused ? 'fail' : 'warn',
    message: isRefused
      ? t`The clock is ${off}, so the API rejects signed tokens. kling signs them again; other programs fail.`
      : t`The clock is ${off}.`,
    fix: clockCures[at.platform] ?? 'sudo timedatectl set-ntp true',
    details,
  }
}

export const serviceChecks: Check[] = [
  {id: 'service.reach', name: () => t`reach`, needsNetwork: true, run: checkReach},
  {id: 'service.keys', name: () => t`keys accepted`, needsNetwork: true, run: checkAcceptance},
  {id: 'service.clock', name: () => t`clock`, needsNetwork: true, run: checkClock},
]
