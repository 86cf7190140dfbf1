import type {Connection} from '../api/connection.js'
import type {Command} from '@oclif/core'
import {KlingError} from '../errors/kling-error.js'
import {journalFolder} from '../journal/journal.js'
import {JournalReader} from '../journal/reader.js'
import type {JournalRecord} from '../journal/types.js'
import {t} from '../i18n/translate.js'
import {BaseCommand} from './base-command.js'

/** A command over the journal: finds records and connects to where each was submitted. */
export abstract class TaskCommand<T extends typeof Command, Result> extends BaseCommand<T, Result> {
  private connections = new Map<string, Promise<Connection>>()

  /** Reads the journal of this machine. */
  protected get reader(): JournalReader {
    return new JournalReader(journalFolder(this.config.dataDir))
  }

  /** The records of task ids or external ids. @throws KlingError `task_not_found` */
  protected async find(...ids: string[]): Promise<JournalRecord[]> {
    const records = await this.journal.records(ids)
    return ids.map(id => {
      const record = records.find(candidate => candidate.task_id === id || candidate.id === id)
      if (record) return record
      throw new KlingError('task_not_found', t`Task ${id} was not submitted from this machine.`, {
        task_id: id,
        hint: t`List the tasks of this machine with: kling task list. For other tasks: kling video status ID`,
      })
    })
  }

  /** The record of a task id or external id. @throws KlingError `task_not_found` */
  protected async findOne(id: string): Promise<JournalRecord> {
    const [record] = await this.find(id)
    return record!
  }

  /** Where a task was submitted, with the account that submitted it; --region overrules. */
  protected connectionOf(record: JournalRecord): Promise<Connection> {
    const key = `${record.region} ${record.base_url} ${record.profile ?? ''}`
    let connection = this.connections.get(key)
    if (!connection) {
      const isNamed = record.region !== 'custom'
      connection = this.connectTo({region: isNamed ? record.region : undefined, profile: record.profile})
      this.connections.set(key, connection)
    }
    return connection
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    for (const connection of this.connections.values())
      await (await connection.catch(() => undefined))?.close()
    await super.finally(error)
  }
}
