import {isKlingHost} from '../config/regions.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {findModel, modelsOf} from './models.js'

/**
 * What is to be said of a model that the service has retired: on Kling's own hosts it is an error, elsewhere
 * (a gateway may still serve it) a warning. Undefined for living models.
 * @throws KlingError `retired_model`
 */
export function checkRetirement(endpoint: string, model: string, baseUrl: string): string | undefined {
  const retired = findModel(endpoint, model)?.retired
  if (!retired) return undefined
  const living = modelsOf(endpoint).filter(entry => !entry.retired && entry.model)
  const instead =
    living.length > 0 ? t`Use ${living.map(entry => entry.model).join(t`, `)} instead.` : undefined
  if (isKlingHost(baseUrl)) {
    throw new KlingError('retired_model', t`${model} was retired by Kling on ${retired}.`, {
      hint: [instead, t`To send it anyway, add --unchecked.`].filter(Boolean).join(' '),
      billed: 'no',
    })
  }
  return t`${model} was retired by Kling on ${retired}; this host may still serve it.`
}
