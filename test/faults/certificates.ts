import {spawnSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

/** An authority that nobody knows, and a certificate of it for localhost and other hosts. */
export interface Certificates {
  /** File with the authority's certificate, for NODE_EXTRA_CA_CERTS. */
  caFile: string
  tls: {key: string; cert: string}
}

/** Makes certificates with openssl; undefined where there is none. */
export function makeCertificates(folder: string, hosts: string[] = []): Certificates | undefined {
  const file = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): boolean =>
    spawnSync('openssl', args, {cwd: folder, stdio: 'ignore'}).status === 0
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const names = ['localhost', ...hosts].map(host => `DNS:${host}`).join(',')
  writeFileSync(file('san'), `subjectAltName=${names},IP:127.0.0.1\n`)
  const made =
    openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=Test CA',
      '-days',
      '2',
    ) &&
    openssl('req', ...key, '-keyout', 'own.key', '-out', 'own.csr', '-subj', '/CN=localhost') &&
    openssl(
      ...['x509', '-req', '-in', 'own.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-out', 'own.pem', '-days', '2', '-extfile', 'san'],
    )
  if (!made) return undefined
  const text = (name: string): string => readFileSync(file(name), 'utf8')
  return {caFile: file('ca.pem'), tls: {key: text('own.key'), cert: text('own.pem')}}
}
