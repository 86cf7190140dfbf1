// What the man pages say: of each command by the manifests, of the rest by the tables of the code and of docs/.
import {bold, escape, example, italic, item, paragraphs, prose, section, subsection} from './roff.js'

/** The language in use: English text → its text, and the texts that it lacks. */
let catalogue = {}
const missing = new Set()

/** A text in the language in use, with values instead of `{0}`, `{1}`. */
function t(text, ...values) {
  if (!catalogue[text]) missing.add(text)
  return (catalogue[text] || text).replace(/\{(\d)\}/g, (_, index) => values[index])
}

/** `video:create` → `kling-video-create`; the program itself is ''. */
const pageName = id => ['kling', ...id.split(':').filter(Boolean)].join('-')
const typed = id => ['kling', ...id.split(':').filter(Boolean)].join(' ')
const reference = id => `${bold(pageName(id))}(1)`
/** `kling(1) has the others.` */
const othersAreIn = id => t('See {0} for the others.', '{0}').split('{0}').map(escape).join(reference(id))
const references = ids => ids.map(reference).join(',\n')
const byName = (a, b) => a.localeCompare(b, 'en')

const argumentName = ({name}, {strict}) => `${name.toUpperCase()}${strict ? '' : '...'}`

function synopsis({id, command}) {
  if (!command) return `${bold(typed(id))} ${italic('COMMAND')} [${italic('OPTIONS')}]`
  const words = Object.values(command.args).map(argument => {
    const word = italic(argumentName(argument, command))
    return argument.required ? word : `[${word}]`
  })
  return [bold(typed(id)), ...words, `[${italic('OPTIONS')}]`].join(' ')
}

/** `-d, --duration=SECONDS` */
function flagTerm({name, char, type, allowNo, helpValue, options}) {
  const long = bold(`--${allowNo ? '[no-]' : ''}${name}`)
  const value = type === 'option' ? `=${italic(helpValue ?? options?.join('|') ?? 'VALUE')}` : ''
  return `${char ? `${bold(`-${char}`)}, ` : ''}${long}${value}`
}

function flagText({summary = '', default: value, options, helpValue, required}) {
  const facts = [
    options && helpValue && t('One of: {0}.', options.join(', ')),
    value !== undefined && value !== false && t('Default: {0}.', value),
    required && t('Required.'),
  ].filter(Boolean)
  return prose(facts.length > 0 ? t('{0}. {1}', t(summary), facts.join(' ')) : t(summary))
}

const flagItems = flags =>
  Object.values(flags)
    .sort((a, b) => byName(a.name, b.name))
    .map(flag => item(flagTerm(flag), flagText(flag)))

/** Flags by their groups: the command's own first, those of all commands last. */
function optionLines(flags) {
  const shown = Object.values(flags).filter(({hidden}) => !hidden)
  if (shown.length === 0) return []
  const groups = Object.entries(Object.groupBy(shown, ({helpGroup = ''}) => helpGroup))
  const place = group => (group === '' ? 0 : group === 'GLOBAL' ? 2 : 1)
  const lines = groups
    .sort(([a], [b]) => place(a) - place(b) || byName(a, b))
    .flatMap(([group, list]) => [
      ...(group ? [subsection(t(`${group[0]}${group.slice(1).toLowerCase()} options`))] : []),
      ...flagItems(list),
    ])
  return [section(t('OPTIONS')), ...lines]
}

function argumentLines(command) {
  const lines = Object.values(command.args).map(argument => {
    const text = t(argument.description)
    const choices = argument.options && t('One of: {0}.', argument.options.join(', '))
    return item(italic(argumentName(argument, command)), prose(choices ? t('{0}. {1}', text, choices) : text))
  })
  return lines.length > 0 ? [section(t('ARGUMENTS')), ...lines] : []
}

function exampleLines({id, command}) {
  const fill = text =>
    text.replace(/<%= *(config\.bin|command\.id) *%>/g, (_, name) =>
      name === 'config.bin' ? 'kling' : id.replaceAll(':', ' '),
    )
  const examples = (command.examples ?? []).map(entry =>
    typeof entry === 'string'
      ? example(fill(entry))
      : `${prose(fill(t(entry.description)))}\n${example(fill(entry.command))}`,
  )
  return examples.length > 0 ? [section(t('EXAMPLES')), paragraphs(examples)] : []
}

const table = (title, rows) => [
  section(t(title)),
  ...rows.map(([term, meaning]) => item(prose(term), prose(meaning))),
]

/** Exit codes with what they mean, on the page of the program with their error codes. */
const exitTable = (exits, hasCodes) =>
  table(
    'EXIT STATUS',
    exits.map(([exit, meaning, codes]) => [
      exit,
      hasCodes && codes ? t('{0}: {1}', meaning, catalogue[codes] ?? codes) : meaning,
    ]),
  )

const commandList = (ids, pages) => [
  section(t('COMMANDS')),
  ...ids.map(id => item(reference(id), prose(t(pages.get(id).summary)))),
]

/** Commands below one, at whatever depth; all commands below ''. */
const commandsBelow = (id, pages) =>
  [...pages.keys()].filter(other => pages.get(other).command && other.startsWith(id && `${id}:`)).sort(byName)

function programBody(pages, {settings, variables, exits, files, globalFlags}) {
  return [
    section(t('SYNOPSIS')),
    synopsis({id: ''}),
    section(t('DESCRIPTION')),
    paragraphs(
      [
        'Creates videos from text, images, clips and voices. Requests are checked before anything is sent, ' +
          'and every submission is recorded on this machine before it is sent.',
        'stdout carries only the result. When stdout is not a terminal, or with `--json`, the result is one ' +
          'JSON document and an error is one line of JSON on stderr. With `--region sandbox`, any command uses ' +
          'a Kling API on this machine that needs no account and costs nothing.',
      ].map(text => prose(t(text))),
    ),
    ...commandList(commandsBelow('', pages), pages),
    ...optionLines(globalFlags),
    section(t('EXAMPLES')),
    paragraphs([
      prose(t('create a first video on this machine, free of charge')),
      example('kling video create "A cat playing piano" --region sandbox --wait -o cat.mp4'),
      prose(t('create a real video')),
      example('kling config set kling_api_key\nkling video create "A cat playing piano" --wait -o cat.mp4'),
    ]),
    ...table('ENVIRONMENT', [...settings, ...variables]),
    ...exitTable(exits, true),
    ...table('FILES', files),
    section(t('SEE ALSO')),
    references([...pages.keys()].filter(id => id && !id.includes(':')).sort(byName)),
  ]
}

function commandBody(page, pages, {settings, exits, files}) {
  const {id, command, plugin, summary} = page
  const below = commandsBelow(id, pages)
  const topic = id.split(':').slice(0, -1).join(':')
  const beside = topic ? [topic, ...commandsBelow(topic, pages).filter(other => other !== id)] : []
  const description = t(command?.description ?? summary).split(/\n+/)
  if (plugin) {
    description.push(t('Part of the plugin {0}. Install it with: `kling plugins install {0}`', plugin))
  }
  return [
    section(t('SYNOPSIS')),
    synopsis(page),
    section(t('DESCRIPTION')),
    paragraphs(description.map(prose)),
    ...(below.length > 0 ? commandList(below, pages) : []),
    ...(command
      ? [
          ...argumentLines(command),
          ...optionLines(command.flags),
          ...exampleLines(page),
          ...table('ENVIRONMENT', settings),
          '.PP',
          othersAreIn(''),
          ...exitTable(exits, false),
          ...table('FILES', files),
        ]
      : []),
    section(t('SEE ALSO')),
    references(['', ...beside]),
  ]
}

/**
 * The man pages of the program, of each topic and of each command.
 * @param {object} sources
 * @param {string} sources.version of the program
 * @param {string} sources.date of the pages, `2026-11-23`
 * @param {string} sources.summary what the program is
 * @param {{plugin?: string, commands: object, topics: object}[]} sources.manifests the program's, then its plugins'
 * @param {string[][]} sources.settings rows of: variable, meaning; those of the config file
 * @param {string[][]} sources.variables rows of: variables, meaning; the others
 * @param {string[][]} sources.exits rows of: exit code, meaning, error codes
 * @param {string[][]} sources.files rows of: path, meaning
 * @param {Record<string, string>} [sources.texts] English text → text of another language
 * @returns {{pages: Record<string, string>, missing: string[]}} file name → page in roff; texts that `texts` lacks
 */
export function manPages(sources) {
  const {version, date, summary, manifests, texts = {}} = sources
  catalogue = texts
  missing.clear()
  const say = rows => rows.map(([term, ...cells]) => [term, t(cells[0]), ...cells.slice(1)])
  const {settings, variables, exits, files} = sources
  const tables = {
    settings: say(settings),
    variables: say(variables),
    exits: say(exits),
    files: say(files),
  }
  const pages = new Map([['', {id: '', summary}]])
  for (const {plugin, commands, topics} of manifests) {
    for (const [id, {description}] of Object.entries(topics))
      pages.set(id, {id, plugin, summary: description})
    for (const [id, command] of Object.entries(commands)) {
      if (!command.hidden) pages.set(id, {id, plugin, command, summary: command.summary})
    }
  }
  const [first] = Object.values(manifests[0].commands)
  const globalFlags = Object.fromEntries(
    Object.entries(first.flags).filter(([, {helpGroup}]) => helpGroup === 'GLOBAL'),
  )
  const text = page => {
    const body = page.id ? commandBody(page, pages, tables) : programBody(pages, {...tables, globalFlags})
    const name = pageName(page.id)
    return [
      '.\\" Made by scripts/man.js. Do not edit.',
      `.TH ${escape(name.toUpperCase())} 1 ${date} "kling ${version}" "${escape(t('Kling manual'))}"`,
      // Ragged on the right, no words cut.
      '.ad l',
      '.nh',
      section(t('NAME')),
      `${escape(name)} \\- ${escape(t(page.summary))}`,
      ...body,
      '',
    ].join('\n')
  }
  return {
    pages: Object.fromEntries([...pages.values()].map(page => [`${pageName(page.id)}.1`, text(page)])),
    missing: [...missing],
  }
}
