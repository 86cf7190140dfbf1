import {type Handler, ok, refuse} from './api-server.js'

/** A task of past 2^53, where numbers would be rounded. */
export const taskId = '847487393472614443'

export interface FakeTask {
  /** States that queries see, one after another; the last one stays. */
  states?: string[]
  /** `task_status_msg` */
  reason?: string
  videoUrl?: string
  watermarkUrl?: string
  /** More of the task. */
  more?: Record<string, unknown>
}

/** A task as the API shows it. */
export function taskData(status: string, {reason, videoUrl, watermarkUrl, more}: FakeTask = {}): unknown {
  return {
    task_id: taskId,
    task_status: status,
    ...(reason === undefined ? {} : {task_status_msg: reason}),
    task_info: {external_task_id: 'my-own-id'},
    created_at: 1_767_225_600_000,
    updated_at: 1_767_225_660_000,
    ...(status === 'succeed'
      ? {
          final_unit_deduction: '4',
          task_result: {
            videos: [{id: '847487393472614444', url: videoUrl, watermark_url: watermarkUrl, duration: '5'}],
          },
        }
      : {}),
    ...more,
  }
}

/** An API that takes each create and answers queries of its task, whatever the id. */
export function taskApi(task: FakeTask = {}): Handler {
  const {states = ['succeed']} = task
  let queries = 0
  return ({method, url}) => {
    if (method === 'POST') return ok(taskData('submitted'))
    const asked = decodeURIComponent(url.split('/').at(-1)!)
    const more = {...(asked !== taskId && {task_info: {external_task_id: asked}}), ...task.more}
    return ok(taskData(states[Math.min(queries++, states.length - 1)]!, {...task, more}))
  }
}

export const notFound = refuse(404, 1203, 'The requested resource does not exist')
