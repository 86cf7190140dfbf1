// `node scripts/sign-catalogue.js KEY.pem` signs src/lib/catalog/catalogue.json, for `kling models update`: it writes the
// signature next to it, with `.sig` behind its name. `--new-key KEY.pem` makes a key and prints what goes into
// src/lib/catalog/keys.ts.
import {createPrivateKey, generateKeyPairSync, sign} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {argv} from 'node:process'

const [, , ...words] = argv
const [flag, file] = words[0] === '--new-key' ? words : ['', ...words]
if (!file) throw new Error('the file of the key is missing')
if (flag) {
  const {publicKey, privateKey} = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({type: 'pkcs8', format: 'pem'}), {mode: 0o600, flag: 'wx'})
  console.log(publicKey.export({type: 'spki', format: 'der'}).subarray(-32).toString('base64'))
} else {
  const catalogue = new URL('../src/lib/catalog/catalogue.json', import.meta.url)
  const signature = sign(null, readFileSync(catalogue), createPrivateKey(readFileSync(file)))
  writeFileSync(new URL('catalogue.json.sig', catalogue), `${signature.toString('base64')}\n`)
}
