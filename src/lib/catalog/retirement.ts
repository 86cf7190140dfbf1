import {isKlingHost} from '../config/regions.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {findEndpoint} from './catalogue.js'
import {dayOf, serviceOf} from './lifecycle.js'
import {findModel, servedModels} from './models.js'

const anyway = (): string => t`To send it anyway, add --unchecked.`

/**
 * What is to be said of a model that the service has retired, or is about to: on Kling's own hosts a retired one is an
 * error, elsewhere (a gateway may still serve it) a warning. Undefined for living models.
 * @throws KlingError `retired_model`
 */
export function checkRetirement(endpoint: string, model: string, baseUrl: string): string | undefined {
  const {retired, retirementIsSeen: isSeen, ends} = findModel(endpoint, model) ?? {}
  if (!retired) return ends === undefined ? undefined : t`Kling stops serving ${model} on ${ends}.`
  const served = servedModels(endpoint).filter(Boolean)
  const instead = served.length > 0 ? t`Use ${served.join(t`, `)} instead.` : undefined
  if (isKlingHost(baseUrl)) {
    throw new KlingError(
      'retired_model',
      isSeen
        ? t`${model} was retired by Kling: no longer served, as seen on ${retired}.`
        : t`${model} was retired by Kling on ${retired}.`,
      {hint: [instead, anyway()].filter(Boolean).join(' '), billed: 'no'},
    )
  }
  return isSeen
    ? t`${model} was retired by Kling: no longer served, as seen on ${retired}; this host may still serve it.`
    : t`${model} was retired by Kling on ${retired}; this host may still serve it.`
}

/** Refuses an endpoint that the service has retired, on its own hosts. @throws KlingError `retired_model` */
export function checkPath(path: string, baseUrl: string): void {
  const row = findEndpoint(path)
  const service = row && serviceOf(row, dayOf(Date.now()))
  if (service?.state !== 'retired' || !isKlingHost(baseUrl)) return
  throw new KlingError('retired_model', t`Kling no longer serves ${path} since ${service.day}.`, {
    hint:
      path === '/v1/videos/video-extend'
        ? `${t`Continue a video with: kling video create --ref-video URL`} ${anyway()}`
        : anyway(),
    billed: 'no',
  })
}
