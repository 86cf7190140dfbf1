/** A private home: config, data and cache of `kling` are its own, and nothing of the user's is seen. */
export interface Home extends AsyncDisposable {
  /** The folder in which commands run, empty at first: `-o out.mp4` is `join(folder, 'out.mp4')`. */
  readonly folder: string
  /** The whole environment of each run: PATH, the few names that the system needs, and no keys. */
  readonly env: Readonly<Record<string, string>>
  /** Ends what the sandbox still draws and removes all files. `await using` does so by itself. */
  remove(): Promise<void>
}
