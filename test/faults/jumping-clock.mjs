// Preloaded into the program with --import: the clock of the system jumps by up to an hour, back or forth, each time that
// it is looked at. The clock that only goes forward stays as it is.
const {now} = Date
let seed = 1
Date.now = () => {
  seed = (seed * 48_271) % 2_147_483_647
  return now() + Math.floor((seed / 2_147_483_647 - 0.5) * 2 * 3600_000)
}
