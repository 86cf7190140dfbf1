/** A flag in oclif's manifest; only what completion needs is named. */
export interface ManifestFlag {
  type?: string
  char?: string
  /** Other long names. */
  aliases?: string[]
  summary?: string
  description?: string
  options?: string[]
  helpValue?: string | string[]
  helpGroup?: string
  default?: unknown
  multiple?: boolean
  allowNo?: boolean
  hidden?: boolean
}

/** An argument in oclif's manifest. */
export interface ManifestArgument {
  name: string
  description?: string
  options?: string[]
}

/** A command in oclif's manifest. */
export interface ManifestCommand {
  summary?: string
  description?: string
  hidden?: boolean
  aliases?: string[]
  hiddenAliases?: string[]
  args?: Record<string, ManifestArgument>
  flags?: Record<string, ManifestFlag>
  /** false: it takes any number of arguments. */
  strict?: boolean
}

/** All commands by id (`video:element:list`), and what topics (`video:element`) are about. */
export interface Commands {
  commands: Record<string, ManifestCommand>
  topics: Record<string, string>
}
