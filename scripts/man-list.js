// Names the man pages in package.json while npm packs it: npm installs those that `man` lists one by one, and follows
// neither a folder nor `directories.man` (12 installs none). With --remove it takes the list out again. npm runs it in
// the folder of the package.
import {readFileSync, readdirSync, writeFileSync} from 'node:fs'

const {man: _before, ...fields} = JSON.parse(readFileSync('package.json', 'utf8'))
const folder = 'dist/man/man1'
const names = readdirSync(folder).sort()
const man = process.argv.includes('--remove') ? {} : {man: names.map(name => `./${folder}/${name}`)}
writeFileSync('package.json', JSON.stringify({...fields, ...man}, null, 2) + '\n')
